"""Addresses for candidates: each opened by a link that was mailed, none by an account."""

from django.urls import path

from candidates import booking_redo, booking_room, booking_views

urlpatterns = [
    path("book/<str:token>/", booking_views.booking, name="booking"),
    path("book/<str:token>/times/", booking_views.move, name="booking_move"),
    path("book/<str:token>/confirm/", booking_views.confirm, name="booking_confirm"),
    path("book/<str:token>/release/", booking_views.release, name="booking_release"),
    path("book/<str:token>/cancel/", booking_views.cancel, name="booking_cancel"),
    path("book/<str:token>/calendar.ics", booking_views.calendar_entry, name="booking_calendar"),
    path("book/<str:token>/room/", booking_room.room, name="booking_room"),
    path("book/<str:token>/room/here/", booking_room.here, name="booking_here"),
    path("book/<str:token>/room/absent/", booking_room.absent, name="booking_absent"),
    path("redo/<str:token>/", booking_redo.offer, name="redo"),
    path("redo/<str:token>/take/", booking_redo.take, name="redo_take"),
    path("redo/<str:token>/decline/", booking_redo.decline, name="redo_decline"),
    path("meet/<str:token>/", booking_room.meeting, name="meeting"),
]
