"""Addresses for interviewers."""

from django.urls import path

from candidates import (
    interviewer_hours,
    interviewer_room,
    interviewer_views,
    interviewer_write_up,
)

urlpatterns = [
    path("interviewer/", interviewer_views.day, name="interviewer_day"),
    path(
        "interviewer/availability/",
        interviewer_hours.availability,
        name="interviewer_availability",
    ),
    path("interviewer/hours/", interviewer_hours.add_hours, name="interviewer_hours_add"),
    path(
        "interviewer/hours/<int:pk>/remove/",
        interviewer_hours.remove_hours,
        name="interviewer_hours_remove",
    ),
    path("interviewer/time-off/", interviewer_hours.add_time_off, name="interviewer_time_off"),
    path(
        "interviewer/time-off/<int:pk>/remove/",
        interviewer_hours.remove_time_off,
        name="interviewer_time_off_remove",
    ),
    path("interviewer/<int:pk>/", interviewer_views.interview_page, name="interviewer_interview"),
    path("interviewer/<int:pk>/give-up/", interviewer_views.give_up, name="interviewer_give_up"),
    path("interviewer/<int:pk>/room/", interviewer_room.room, name="interviewer_room"),
    path("interviewer/<int:pk>/room/here/", interviewer_room.here, name="interviewer_here"),
    path("interviewer/<int:pk>/room/start/", interviewer_room.start, name="interviewer_start"),
    path("interviewer/<int:pk>/room/late/", interviewer_room.late, name="interviewer_late"),
    path("interviewer/<int:pk>/room/finish/", interviewer_room.finish, name="interviewer_finish"),
    path("interviewer/<int:pk>/no-show/", interviewer_room.no_show, name="interviewer_no_show"),
    path(
        "interviewer/<int:pk>/end-early/", interviewer_room.end_early, name="interviewer_end_early"
    ),
    path(
        "interviewer/<int:pk>/write-up/",
        interviewer_write_up.write_up_page,
        name="interviewer_write_up",
    ),
    path(
        "interviewer/<int:pk>/write-up/save/",
        interviewer_write_up.save,
        name="interviewer_write_up_save",
    ),
    path(
        "interviewer/<int:pk>/write-up/submit/",
        interviewer_write_up.submit,
        name="interviewer_write_up_submit",
    ),
]
