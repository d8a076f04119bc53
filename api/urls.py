"""The addresses of the API: fixed names, other clients are written against them."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from api.views import audit, catalogue, definitions, feel, instances, messages, operations, papers, registers, session
from api.views import user_tasks as tasks

OPEN = {"permission_classes": [AllowAny], "authentication_classes": []}

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(**OPEN), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", **OPEN), name="docs"),
    path("session/", session.SessionView.as_view()),
    path("me/", session.MeView.as_view()),
    path("process-definitions/", definitions.DefinitionList.as_view()),
    path("process-definitions/<str:key>/", definitions.DefinitionDetail.as_view()),
    path("process-definitions/<str:key>/versions/", definitions.DefinitionVersions.as_view()),
    path("process-definitions/<str:key>/bpmn/", definitions.DefinitionBpmn.as_view()),
    path("process-definitions/<str:key>/files/", definitions.DefinitionFiles.as_view()),
    path("process-definitions/<str:key>/start-form/", definitions.DefinitionStartForm.as_view()),
    path("process-instances/", instances.InstanceList.as_view()),
    path("process-instances/<str:instance_id>/", instances.InstanceDetail.as_view()),
    path("process-instances/<str:instance_id>/trace/", instances.InstanceTrace.as_view()),
    path("process-instances/<str:instance_id>/variables/", instances.InstanceVariables.as_view()),
    path("process-instances/<str:instance_id>/variables/<str:name>/history/", instances.VariableHistory.as_view()),
    path("process-instances/<str:instance_id>/documents/", instances.InstanceDocuments.as_view()),
    path("process-instances/<str:instance_id>/attachments/", instances.InstanceAttachments.as_view()),
    path("process-instances/<str:instance_id>/bpmn/", instances.InstanceBpmn.as_view()),
    path("process-instances/<str:instance_id>/cancel/", instances.CancelInstance.as_view()),
    path("user-tasks/", tasks.UserTaskList.as_view()),
    path("user-tasks/<str:user_task_id>/", tasks.UserTaskDetail.as_view()),
    path("user-tasks/<str:user_task_id>/form/", tasks.UserTaskForm.as_view()),
    path("user-tasks/<str:user_task_id>/draft/", tasks.UserTaskDraft.as_view()),
    path("user-tasks/<str:user_task_id>/claim/", tasks.ClaimUserTask.as_view()),
    path("user-tasks/<str:user_task_id>/unclaim/", tasks.UnclaimUserTask.as_view()),
    path("user-tasks/<str:user_task_id>/assign/", tasks.AssignUserTask.as_view()),
    path("user-tasks/<str:user_task_id>/complete/", tasks.complete_user_task),
    path("messages/", messages.MessageList.as_view()),
    path("signals/", messages.SignalList.as_view()),
    path("attachments/", papers.AttachmentList.as_view()),
    path("attachments/limits/", papers.AttachmentLimits.as_view()),
    path("attachments/<str:attachment_id>/", papers.AttachmentDetail.as_view()),
    path("attachments/<str:attachment_id>/content/", papers.AttachmentContent.as_view()),
    path("documents/<str:document_id>/content/", papers.DocumentContent.as_view()),
    path("customers/", registers.CustomerList.as_view()),
    path("customers/<str:customer_id>/", registers.CustomerDetail.as_view()),
    path("customers/<str:customer_id>/history/", registers.CustomerHistory.as_view()),
    path("audit/changes/", audit.ChangeList.as_view()),
    path("audit/changes/export/", audit.ChangeExport.as_view()),
    path("audit/instances/<str:instance_id>/", audit.InstanceChanges.as_view()),
    path("incidents/", operations.IncidentList.as_view()),
    path("incidents/<str:incident_id>/retry/", operations.RetryIncident.as_view()),
    path("feel/evaluate/", feel.FeelEvaluation.as_view()),
    path("units/", catalogue.UnitList.as_view()),
    path("groups/", catalogue.GroupList.as_view()),
    path("forms/", catalogue.FormList.as_view()),
    path("service-tasks/", catalogue.ServiceTaskList.as_view()),
]
