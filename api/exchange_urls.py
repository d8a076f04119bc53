"""The addresses of imports, suspected faults and collection files."""

from __future__ import annotations

from django.urls import path

from api.views import collections, imports, suspicions

urlpatterns = [
    path("imports/", imports.ImportList.as_view()),
    path("imports/kinds/", imports.ImportKindList.as_view()),
    path("imports/kinds/<str:kind>/template/", imports.ImportTemplate.as_view()),
    path("imports/export/", imports.ImportExport.as_view()),
    path("imports/payment-problems/", imports.PaymentProblemList.as_view()),
    path("imports/problems/handle/", imports.HandleProblems.as_view()),
    path("imports/<str:run_id>/", imports.ImportDetail.as_view()),
    path("imports/<str:run_id>/confirm/", imports.ConfirmImport.as_view()),
    path("imports/<str:run_id>/stop/", imports.StopImport.as_view()),
    path("imports/<str:run_id>/problems/", imports.ImportProblemList.as_view()),
    path("imports/<str:run_id>/problems/export/", imports.ImportProblemExport.as_view()),
    path("imports/<str:run_id>/wrong-rows/", imports.ImportWrongRows.as_view()),
    path("imports/<str:run_id>/content/", imports.ImportContent.as_view()),
    path("suspicions/", suspicions.SuspicionList.as_view()),
    path("suspicions/export/", suspicions.SuspicionExport.as_view()),
    path("suspicions/start/", suspicions.StartReplacements.as_view()),
    path("suspicions/dismiss/", suspicions.DismissSuspicions.as_view()),
    path("suspicions/search/", suspicions.SearchSuspicions.as_view()),
    path("collections/", collections.CollectionList.as_view()),
    path("collections/banks/", collections.DueAtBanks.as_view()),
    path("collections/export/", collections.CollectionExport.as_view()),
    path("collections/<str:collection_id>/", collections.CollectionDetail.as_view()),
    path("collections/<str:collection_id>/rows/", collections.CollectionRows.as_view()),
    path("collections/<str:collection_id>/content/", collections.CollectionContent.as_view()),
    path("collections/<str:collection_id>/cancel/", collections.CancelCollection.as_view()),
]
