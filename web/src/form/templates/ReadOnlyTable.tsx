import type { RJSFSchema, UiSchema } from '@rjsf/utils';

import type { Json } from '../../api/types';
import { valueText } from '../../components/valueText';
import { AttachmentList } from '../AttachmentList';

interface Props { title: string; schema: RJSFSchema; uiSchema: UiSchema | undefined; rows: Record<string, Json>[] }

function isHidden(uiSchema: UiSchema | undefined, name: string): boolean {
  const items = uiSchema?.items as UiSchema | undefined;
  return (items?.[name] as UiSchema | undefined)?.['ui:widget'] === 'hidden';
}

function isAttachments(field: RJSFSchema): boolean {
  return field.format === 'attachment' || (field.items as RJSFSchema | undefined)?.format === 'attachment';
}

function Value({ field, value }: { field: RJSFSchema; value: Json | undefined }) {
  if (isAttachments(field) && value) return <AttachmentList ids={[value].flat().map(String)} />;
  const option = field.oneOf?.find((one) => typeof one === 'object' && one.const === value);
  return <>{typeof option === 'object' && option.title ? option.title : valueText(value)}</>;
}

/** A list of entries that may only be read, as a table. */
export function ReadOnlyTable({ title, schema, uiSchema, rows }: Props) {
  const items = schema.items as RJSFSchema;
  const columns = Object.entries(items.properties ?? {}).filter(([name]) => !isHidden(uiSchema, name));
  return (
    <div className="read-table-scroll">
      <table className="read-table" aria-label={title}>
        <thead>
          <tr>{columns.map(([name, field]) => <th key={name} scope="col">{(field as RJSFSchema).title ?? name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map(([name, field]) => <td key={name}><Value field={field as RJSFSchema} value={row[name]} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
