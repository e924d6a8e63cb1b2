"""Pages of the desk that belong to no single model of the admin."""

from django.contrib import admin
from django.urls import path

from editorial.admin.reports import report_index, report_page
from editorial.admin.reports.catalogue import REPORTS

app_name = "editorial"

urlpatterns = [
    path("editorial/reports/", admin.site.admin_view(report_index), name="reports"),
    *(
        path(
            f"editorial/reports/{report.name}/",
            admin.site.admin_view(report_page),
            {"name": report.name},
            name=f"report_{report.name}",
        )
        for report in REPORTS
    ),
]
