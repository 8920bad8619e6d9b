from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jianyan.ui.samples import sample_context


def components(request: HttpRequest) -> HttpResponse:
    """Every component in its states, for developers."""
    return render(
        request, "ui/components.html", sample_context(checked="checked" in request.GET, few="few" in request.GET)
    )
