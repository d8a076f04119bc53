import type { ObjectFieldTemplateProps, ObjectFieldTemplatePropertyType, RJSFSchema, UiSchema } from '@rjsf/utils';

import { isWide, sectionsOf } from './layout';

interface ContentProps { schema: RJSFSchema; uiSchema?: UiSchema }

function Cell({ property }: { property: ObjectFieldTemplatePropertyType }) {
  const { schema, uiSchema } = property.content.props as ContentProps;
  if (property.hidden) return <div hidden>{property.content}</div>;
  return <div className={isWide({ schema, ui: uiSchema }) ? 'form-cell form-wide' : 'form-cell'}>{property.content}</div>;
}

/** An object's fields in a two-column grid, in the sections that its UI schema names. */
export function ObjectFieldTemplate({ title, properties, uiSchema, fieldPathId, description }: ObjectFieldTemplateProps) {
  const root = fieldPathId.path.length === 0;
  // An entry of a list is told by its number.
  const titled = !root && typeof fieldPathId.path.at(-1) !== 'number';
  const byName = new Map(properties.map((property) => [property.name, property]));
  const hidden = properties.filter((property) => property.hidden).map((property) => property.name);
  const sections = sectionsOf(uiSchema, properties.map((property) => property.name));
  return (
    <div className={root ? 'form-root' : 'form-object'} id={fieldPathId.$id}>
      {titled && title && <h3 className="form-section-title">{title}</h3>}
      {titled && description && <p className="field-hint">{description}</p>}
      {sections.map((section) => (
        <section key={section.title} className="form-section" hidden={section.fields.every((name) => hidden.includes(name))}>
          {section.title && <h3 className="form-section-title">{section.title}</h3>}
          <div className="form-grid">
            {section.fields.map((name) => {
              const property = byName.get(name);
              return property && <Cell key={name} property={property} />;
            })}
          </div>
        </section>
      ))}
    </div>
  );
}
