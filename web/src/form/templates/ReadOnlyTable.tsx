import type { RJSFSchema, UiSchema } from '@rjsf/utils';

import type { Json } from '../../api/types';
import { valueText } from '../../components/valueText';
import { AttachmentList } from '../AttachmentList';

interface Props { title: string; schema: RJSFSchema; uiSchema: UiSchema | undefined; rows: Record<string, Json>[] }

interface Column extends RJSFSchema { 'x-link'?: string; 'x-column'?: string }

/** Only pages and files of this system are led to. */
function pathIn(value: Json | undefined): string | null {
  return typeof value === 'string' && /^\/(?!\/)/.test(value) ? value : null;
}

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

/** A value, leading to where it comes from if the column's `x-link` names the entry's field that says where. */
function Cell({ field, name, row }: { field: Column; name: string; row: Record<string, Json> }) {
  const to = field['x-link'] ? pathIn(row[field['x-link']]) : null;
  const value = <Value field={field} value={row[name]} />;
  return to ? <a href={to} target="_blank" rel="noreferrer">{value}</a> : value;
}

/** A list of entries that may only be read, as a table. */
export function ReadOnlyTable({ title, schema, uiSchema, rows }: Props) {
  const items = schema.items as RJSFSchema;
  const columns = (Object.entries(items.properties ?? {}) as [string, Column][])
    .filter(([name, field]) => !isHidden(uiSchema, name) && field['x-column'] !== 'hidden');
  return (
    <div className="read-table-scroll">
      <table className="read-table" aria-label={title}>
        <thead>
          <tr>{columns.map(([name, field]) => <th key={name} scope="col">{field.title ?? name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map(([name, field]) => <td key={name}><Cell field={field} name={name} row={row} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
