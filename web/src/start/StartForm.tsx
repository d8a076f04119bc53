import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { isRefusal } from '../api/Refusal';
import type { Form, Variables } from '../api/types';
import { ErrorSummary } from '../form/ErrorSummary';
import { SchemaForm } from '../form/SchemaForm';
import { useFormState } from '../form/useFormState';
import { dropStartDraft, storeStartDraft } from './startDraft';
import { useStartProcessInstance } from './useStartProcessInstance.mutation';

interface Props { definition: string; username: string; form: Form; restored: boolean; head: ReactNode }

export function StartForm({ definition, username, form, restored, head }: Props) {
  const { t } = useTranslation('start');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [first] = useState(form);
  const state = useFormState(first);
  const start = useStartProcessInstance();
  const [attempt, setAttempt] = useState(0);

  const change = (data: Variables, byPerson: boolean): void => {
    state.change(data, byPerson);
    if (byPerson) storeStartDraft(definition, username, data);
  };
  const submit = (): void => {
    const variables = state.check(null);
    if (!variables) {
      setAttempt((count) => count + 1);
      return;
    }
    start.mutate({ definition, variables }, {
      onSuccess: (instance) => {
        dropStartDraft(definition, username);
        void message.success(t('started', { key: instance.business_key }));
        void navigate(`/i/${instance.id}`);
      },
      onError: (error) => {
        if (isRefusal(error) && error.errors.length > 0) state.refuse(error.errors);
        else void message.error(error.message, 6);
        setAttempt((count) => count + 1);
      },
    });
  };
  const clear = (): void => {
    dropStartDraft(definition, username);
    location.reload();
  };
  return (
    <>
      <div className="start-scroll">
        <div className="page start-form">
          {head}
          <ErrorSummary wrong={state.wrong} elsewhere={state.elsewhere} attempt={attempt} />
          <div className="panel panel-pad">
            {first.title && <h2 className="panel-title">{first.title}</h2>}
            {Object.keys(first.schema.properties ?? {}).length === 0 && <p className="soft">{t('noForm')}</p>}
            <SchemaForm
              schema={state.schema} uiSchema={state.uiSchema} data={state.data} errors={state.errors} readOnly={false}
              onChange={change} onEnter={() => undefined}
            />
          </div>
        </div>
      </div>
      <footer className="actions" role="group" aria-label={t('actions')}>
        {(state.touched || restored) && <span className="draft-state" role="status">{t('draftKept')}</span>}
        {(state.touched || restored) && <Button type="link" size="small" onClick={clear}>{t('clear')}</Button>}
        <span className="actions-space" />
        <Button onClick={() => void navigate('/start')}>{t('app:cancel')}</Button>
        <Button type="primary" loading={start.isPending} onClick={submit}>{first.submit_label || t('submit')}</Button>
      </footer>
    </>
  );
}
