"""The methods of the API, a module for each category."""
