import { lazy, Suspense, useMemo, useState } from 'react';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Variables } from '../../api/types';
import type { FormFile } from './formFile';
import { localised } from './localised';

const SchemaForm = lazy(async () => ({ default: (await import('../../form/SchemaForm')).SchemaForm }));

const NO_ERRORS = {};

/** How the edited form looks to who fills it in; what is typed here goes nowhere. */
export function FormPreview({ form }: { form: FormFile; }) {
  const { i18n } = useTranslation('design');
  const [data, setData] = useState<Variables>({});
  const english = i18n.language === 'en';
  const schema = useMemo(() => localised(form.schema, english) as RJSFSchema, [form.schema, english]);
  const ui = useMemo(() => localised(form.ui, english) as UiSchema, [form.ui, english]);
  return (
    <Suspense fallback={<Skeleton active />}>
      <SchemaForm schema={schema} uiSchema={ui} data={data} errors={NO_ERRORS} readOnly={false} onChange={setData} onEnter={() => undefined} />
    </Suspense>
  );
}
