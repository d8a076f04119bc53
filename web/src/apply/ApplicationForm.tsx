import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import type { Form } from '../api/types';
import { ErrorSummary } from '../form/ErrorSummary';
import { SchemaForm } from '../form/SchemaForm';
import { useFormState } from '../form/useFormState';
import { PaperUploads } from './PaperUploads';
import { useApply, type ApplicationReceipt } from './useApply.mutation';
import type { PublicUpload } from './usePublicUpload.mutation';

interface Props {
  form: Form;
  branches: { code: string; name: string }[];
  onSent: (receipt: ApplicationReceipt) => void;
}

export function ApplicationForm({ form, branches, onSent }: Props) {
  const { t } = useTranslation('apply');
  const state = useFormState(form);
  const apply = useApply();
  const [branch, setBranch] = useState<string | null>(null);
  const [website, setWebsite] = useState('');
  const [papers, setPapers] = useState<PublicUpload[]>([]);
  const [attempt, setAttempt] = useState(0);
  const tried = attempt > 0;
  const submit = (): void => {
    const variables = state.check(null);
    setAttempt((count) => count + 1);
    if (!variables || !branch) return;
    apply.mutate({ branch, variables, website, papers: papers.map(({ id }) => id) }, {
      onSuccess: onSent,
      onError: (error) => {
        if (isRefusal(error)) state.refuse(error.errors);
        setAttempt((count) => count + 1);
      },
    });
  };
  return (
    <>
      <p className="soft">{t('lead')}</p>
      <ErrorSummary wrong={state.wrong} elsewhere={state.elsewhere} attempt={attempt} />
      {apply.error && state.wrong === 0 && <Alert type="error" showIcon title={apply.error.message} />}
      <div className="panel panel-pad">
        <label className="apply-branch" htmlFor="apply-branch">{t('branch')}</label>
        <Select
          id="apply-branch" value={branch} placeholder={t('chooseBranch')} onChange={setBranch} style={{ width: '100%' }}
          status={tried && !branch ? 'error' : undefined}
          options={branches.map(({ code, name }) => ({ value: code, label: name }))}
        />
        {tried && !branch && <p className="apply-wrong" role="alert">{t('chooseBranch')}</p>}
        <SchemaForm
          schema={state.schema} uiSchema={state.uiSchema} data={state.data} errors={state.errors} readOnly={false}
          onChange={state.change} onEnter={() => undefined}
        />
        <PaperUploads label={t('papers')} hint={t('papersHint')} files={papers} onChange={setPapers} />
        <input
          className="apply-trap" name="website" tabIndex={-1} autoComplete="off" aria-hidden="true" value={website}
          onChange={(event) => setWebsite(event.target.value)}
        />
        <Button type="primary" size="large" block loading={apply.isPending} onClick={submit}>{form.submit_label || t('send')}</Button>
      </div>
    </>
  );
}
