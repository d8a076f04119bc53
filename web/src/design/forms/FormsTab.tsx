import { useState } from 'react';
import { Alert, Segmented, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { EmptyState } from '../../components/EmptyState';
import { NewFile } from '../NewFile';
import type { EditedDraft } from '../useDraft';
import { FieldTable } from './FieldTable';
import { emptyForm, formText, parseForm } from './formFile';
import './forms.css';
import { FormPreview } from './FormPreview';
import { JsonEditor } from './JsonEditor';
import { formFileName, formKey, formNames, formTitle } from './ownForms';

/** The definition's forms: fields, the whole file as JSON, and how the form will look. */
export function FormsTab({ draft }: { draft: EditedDraft; }) {
  const { t } = useTranslation('design');
  const [params, setParams] = useSearchParams();
  const [mode, setMode] = useState<'fields' | 'json'>('fields');
  const names = formNames(draft.files);
  const name = names.find((known) => formKey(known) === params.get('form')) ?? names[0];
  const text = name ? draft.files[name] ?? '' : '';
  const read = parseForm(text);
  const open = (key: string) => setParams((before) => {
    before.set('form', key);
    return before;
  }, { replace: true });

  return (
    <div className="gas-forms">
      <Space wrap className="toolbar">
        {name && (
          <Select
            aria-label={t('forms.which')}
            value={formKey(name)}
            onChange={open}
            style={{ minWidth: 240 }}
            options={names.map((known) => ({ value: formKey(known), label: `${formTitle(draft.files[known] ?? '', formKey(known))} (${formKey(known)})` }))}
          />
        )}
        <NewFile
          label={t('forms.newKey')}
          action={t('forms.create')}
          taken={names.map(formKey)}
          onCreate={(key) => {
            draft.write(formFileName(key), formText(emptyForm(key, key)), draft.epoch);
            open(key);
          }}
        />
        {name && (
          <Segmented<'fields' | 'json'>
            aria-label={t('forms.view')}
            value={mode}
            onChange={setMode}
            options={[{ value: 'fields', label: t('forms.fields') }, { value: 'json', label: 'JSON' }]}
          />
        )}
      </Space>
      {!name && <EmptyState title={t('forms.none')} hint={t('forms.noneHint')} />}
      {name && (
        <div className="gas-forms-columns">
          <section className="panel panel-pad" aria-label={t('forms.editor')}>
            {mode === 'json' || !read.form
              ? <JsonEditor key={`${name}-${draft.epoch}`} text={text} onChange={(next) => draft.write(name, next, draft.epoch)} />
              : <FieldTable form={read.form} onChange={(form) => draft.write(name, formText(form), draft.epoch)} />}
            {read.error && <Alert type="error" showIcon title={t('forms.unreadable')} description={read.error} />}
          </section>
          <section className="panel panel-pad" aria-label={t('forms.preview')}>
            <h2 className="panel-title">{t('forms.preview')}</h2>
            {read.form && <FormPreview key={name} form={read.form} />}
          </section>
        </div>
      )}
    </div>
  );
}
