"""The addresses of the registers' lists and records."""

from __future__ import annotations

from django.urls import path

from api.views import access, bulk_changes, register_export, register_lists, registers

urlpatterns = [
    path("bulk-changes/", bulk_changes.BulkChangeList.as_view()),
    path("bulk-changes/registers/", bulk_changes.BulkRegisters.as_view()),
    path("bulk-changes/template/", bulk_changes.BulkTemplate.as_view()),
    path("bulk-changes/check/", bulk_changes.BulkChecks.as_view()),
    path("bulk-changes/<str:bulk_id>/", bulk_changes.BulkChangeDetail.as_view()),
    path("bulk-changes/<str:bulk_id>/rows/", bulk_changes.BulkChangeRows.as_view()),
    path("bulk-changes/<str:bulk_id>/export/", bulk_changes.BulkChangeExport.as_view()),
    path("access-grants/", access.AccessGrantList.as_view()),
    path("access-grants/<str:grant_id>/end/", access.EndAccess.as_view()),
    path("registers/", register_lists.RegisterCatalogue.as_view()),
    path("registers/<str:register>/", register_lists.RecordList.as_view()),
    path("registers/<str:register>/export/", register_export.RecordExport.as_view()),
    path("registers/<str:register>/<str:record_id>/", register_lists.RecordDetail.as_view()),
    path("registers/<str:register>/<str:record_id>/history/", register_lists.RecordHistory.as_view()),
    path("registers/<str:register>/<str:record_id>/consumption/", register_lists.RecordConsumption.as_view()),
    path("registers/meters/<str:record_id>/life/", register_lists.MeterLife.as_view()),
    path("customers/<str:customer_id>/statement/", registers.CustomerStatement.as_view()),
]
