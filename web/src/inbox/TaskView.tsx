import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import type { Form, UserTask, UserTaskDetail, Variables } from '../api/types';
import { ErrorSummary } from '../form/ErrorSummary';
import { submittable } from '../form/rights';
import { SchemaForm } from '../form/SchemaForm';
import { useDraft } from '../form/useDraft';
import { useFormState } from '../form/useFormState';
import { refreshUserTask } from './cache';
import { PreviousSteps } from './PreviousSteps';
import { TaskActions } from './TaskActions';
import { TaskHead } from './TaskHead';
import { TaskNotice } from './TaskNotice';
import { useCompleteUserTask } from './useCompleteUserTask.mutation';

interface Props { task: UserTaskDetail; form: Form; onCompleted: (next: UserTask | undefined) => void }

/** The open task: what it is, its form, and what can be done. */
export function TaskView({ task, form, onCompleted }: Props) {
  const { t } = useTranslation('inbox');
  const { message } = App.useApp();
  const state = useFormState(form);
  const draft = useDraft({ userTaskId: task.id, savedAt: form.draft?.saved_at ?? null });
  const complete = useCompleteUserTask();
  const [attempt, setAttempt] = useState(0);
  // The server lets a candidate complete at once; here one claims first, so that two never fill in the same form.
  const mayWork = task.may.complete && !task.may.claim;

  const change = (data: Variables, byPerson: boolean): void => {
    state.change(data, byPerson);
    if (byPerson && mayWork) draft.note(submittable({ data, before: form.data, form }));
  };
  const refused = (error: Error): void => {
    if (isRefusal(error) && error.errors.length > 0) state.refuse(error.errors);
    else void message.error(error.message, 6);
    if (isRefusal(error, 'not_open', 'already_claimed', 'not_a_candidate')) void refreshUserTask(task.id);
    setAttempt((count) => count + 1);
  };
  const submit = (outcome: string | null): void => {
    const variables = state.check(outcome);
    if (!variables) {
      setAttempt((count) => count + 1);
      return;
    }
    complete.mutate({ userTaskId: task.id, variables }, {
      onSuccess: (done) => {
        draft.forget();
        void message.success(t('completed', { name: task.name }));
        onCompleted(done.next[0]);
      },
      onError: refused,
    });
  };

  return (
    <>
      <div className="detail-scroll" tabIndex={0}>
        <div className="detail-body">
          <TaskHead task={task} />
          <TaskNotice task={task} />
          <PreviousSteps previous={task.previous} />
          <ErrorSummary wrong={state.wrong} elsewhere={state.elsewhere} attempt={attempt} />
          <div className="panel panel-pad task-form">
            <h2 className="panel-title">{form.title}</h2>
            <SchemaForm
              schema={state.schema} uiSchema={state.uiSchema} data={state.data} errors={state.errors} readOnly={!mayWork}
              onChange={change} onEnter={() => { if (mayWork && !complete.isPending && !form.outcomes) submit(null); }}
            />
          </div>
        </div>
      </div>
      <TaskActions task={task} form={form} draft={draft} busy={complete.isPending} onSubmit={submit} />
    </>
  );
}
