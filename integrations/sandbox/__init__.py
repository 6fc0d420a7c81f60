"""The toy vendors: applicant tracking systems that speak the real shapes over real HTTP."""
