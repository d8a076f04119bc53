import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { useDefinitions } from '../app/useDefinitions.query';
import { useMe } from '../app/useMe.query';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { StartForm } from './StartForm';
import { storedStartDraft } from './startDraft';
import { useStartForm } from './useStartForm.query';
import type { Form } from '../api/types';
import './start.css';

const NO_FORM: Form = {
  key: '', version: 0, title: '', schema: { type: 'object', properties: {} }, ui_schema: {}, data: {}, rights: {},
  outcomes: null, outcome_field: null, draft: null, submit_label: '', documents: [],
};

/** The form that starts one process. */
export function Component() {
  const { t } = useTranslation('start');
  const { key = '' } = useParams<'key'>();
  const { data: me } = useMe();
  const { data: definitions } = useDefinitions();
  const { data: form, error, refetch } = useStartForm(key);
  const definition = definitions?.find((one) => one.key === key);
  const draft = me ? storedStartDraft(key, me.username) : null;
  const ready = form === undefined ? undefined : (form ?? NO_FORM);
  return (
    <div className="start-page">
      {error && <FailedState error={error} onRetry={() => void refetch()} />}
      {!ready && !error && <LoadingState />}
      {ready && me && (
        <StartForm
          definition={key} username={me.username} form={draft ? { ...ready, data: { ...ready.data, ...draft } } : ready} restored={draft !== null}
          head={
            <PageHead
              title={definition?.name ?? key}
              sub={<>{definition?.description} <Link to="/start">{t('other')}</Link></>}
            />
          }
        />
      )}
    </div>
  );
}
