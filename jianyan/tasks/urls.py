"""Addresses of tasks."""

from django.urls import path

from jianyan.tasks.views.list import tasks
from jianyan.tasks.views.task import task, task_act

app_name = "tasks"
urlpatterns = [
    path("", tasks, name="list"),
    path("<int:pk>/", task, name="task"),
    path("<int:pk>/<slug:task_act>/", task_act, name="task_act"),
]
