import { useState } from 'react';
import { Alert, Button, Collapse, Input, Select } from 'antd';
import type Modeler from 'bpmn-js/lib/Modeler';
import { useTranslation } from 'react-i18next';

import type { Json } from '../../api/types';
import { TryAnswers } from './TryAnswers';
import { useExpressions } from './useExpressions';
import { useFeelTrial } from './useFeelTrial.mutation';

/** Tries an expression of the selected element with sample variables, in the browser and on the server. */
export function TryPanel({ modeler, selected }: { modeler: Modeler | null; selected: string | null; }) {
  const { t } = useTranslation('design');
  return (
    <Collapse
      size="small"
      className="gas-feel-try"
      items={[{ key: 'try', label: t('feel.try'), children: <TryForm key={selected ?? ''} modeler={modeler} selected={selected} /> }]}
    />
  );
}

function TryForm({ modeler, selected }: { modeler: Modeler | null; selected: string | null; }) {
  const { t } = useTranslation('design');
  const offered = useExpressions(modeler, selected);
  const [typed, setTyped] = useState<string | null>(null);
  const [sample, setSample] = useState('{}');
  const trial = useFeelTrial();
  const expression = typed ?? offered[0]?.expression ?? '';
  const variables = variablesIn(sample);

  return (
    <>
      <div className="gas-feel-try-inputs">
        <div>
          <Select
            style={{ width: '100%', marginBottom: 8 }}
            aria-label={t('feel.offered')}
            placeholder={offered.length > 0 ? t('feel.offered') : t('feel.noneOffered')}
            disabled={offered.length === 0}
            value={offered.some((one) => one.expression === expression) ? expression : undefined}
            options={offered.map((one) => ({ value: one.expression, label: `${one.place}: ${one.expression}` }))}
            onChange={setTyped}
          />
          <Input.TextArea rows={3} aria-label={t('feel.expression')} value={expression} onChange={(event) => setTyped(event.target.value)} />
        </div>
        <div>
          <div style={{ lineHeight: '32px', marginBottom: 8 }}>{t('feel.sample')}</div>
          <Input.TextArea
            rows={3}
            aria-label={t('feel.sample')}
            status={variables ? '' : 'error'}
            value={sample}
            onChange={(event) => setSample(event.target.value)}
          />
          {!variables && <div className="gas-feel-error" role="alert">{t('feel.badSample')}</div>}
        </div>
      </div>
      <Button
        style={{ marginTop: 8 }}
        loading={trial.isPending}
        disabled={!variables || expression.trim() === ''}
        onClick={() => variables && trial.mutate({ expression, variables })}
      >
        {t('feel.run')}
      </Button>
      {trial.error && <Alert style={{ marginTop: 8 }} type="error" showIcon title={trial.error.message} />}
      {trial.data && <TryAnswers result={trial.data} />}
    </>
  );
}

function variablesIn(text: string): { [name: string]: Json; } | null {
  try {
    const read = JSON.parse(text) as Json;
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
