"""The addresses of what goes outside and comes in."""

from django.urls import path

from api.views import external_tasks, outside, webhooks

urlpatterns = [
    path("external-tasks/fetch-and-lock/", external_tasks.FetchAndLock.as_view()),
    path("external-tasks/<str:task_id>/complete/", external_tasks.CompleteExternalTask.as_view()),
    path("external-tasks/<str:task_id>/fail/", external_tasks.FailExternalTask.as_view()),
    path("external-tasks/<str:task_id>/bpmn-error/", external_tasks.ThrowBpmnError.as_view()),
    path("external-tasks/<str:task_id>/extend-lock/", external_tasks.ExtendLock.as_view()),
    path("machine-credentials/", outside.CredentialList.as_view()),
    path("machine-credentials/<str:credential_id>/revoke/", outside.RevokeCredential.as_view()),
    path("webhooks/<str:name>/", webhooks.ReceiveWebhook.as_view()),
    path("notifications/", outside.NotificationList.as_view()),
    path("notifications/unread/", outside.UnreadNotifications.as_view()),
    path("notifications/read/", outside.ReadNotifications.as_view()),
    path("dispatches/", outside.DispatchList.as_view()),
]
