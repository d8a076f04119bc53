/**
 * Holds our shapes to the server's: `npm run typecheck` fails when a field that the pages read is not in the
 * generated schema (src/api/schema.ts), or when a state or right is spelt otherwise there.
 */
import type { components } from './schema';
import type * as Ours from './types';

type Server = components['schemas'];
type Lacks<Mine, Theirs> = Exclude<keyof Mine, keyof Theirs>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Fields that we read and the server does not send; every member must be `never`. */
interface Lacking {
  me: Lacks<Ours.Me, Server['Me']>;
  may: Lacks<Ours.May, Server['Permissions']>;
  session: Lacks<Ours.Session, Server['SessionState']>;
  definition: Lacks<Ours.ProcessDefinition, Server['ProcessDefinition']>;
  definitionDetail: Lacks<Ours.ProcessDefinitionDetail, Server['ProcessDefinitionDetail']>;
  version: Lacks<Ours.DefinitionVersion, Server['DefinitionVersion']>;
  instance: Lacks<Ours.ProcessInstance, Server['ProcessInstance']>;
  instanceLine: Lacks<Ours.InstanceLine, Server['ProcessInstanceLine']>;
  openWork: Lacks<Ours.OpenWork, Server['OpenWork']>;
  clock: Lacks<Ours.Clock, Server['Clock']>;
  clockSegment: Lacks<Ours.ClockSegment, Server['ClockSegment']>;
  incident: Lacks<Ours.Incident, Server['Incident']>;
  called: Lacks<Ours.ProcessInstance['called'][number], Server['InstanceRef']>;
  document: Lacks<Ours.Document, Server['Document']>;
  attachment: Lacks<Ours.Attachment, Server['Attachment']>;
  limits: Lacks<Ours.AttachmentLimits, Server['AttachmentLimits']>;
  userTask: Lacks<Ours.UserTask, Server['UserTask']>;
  userTaskDetail: Lacks<Ours.UserTaskDetail, Server['UserTaskDetail']>;
  form: Lacks<Ours.Form, Server['Form']>;
  completion: Lacks<Ours.Completion, Server['Completed']>;
  customer: Lacks<Ours.Customer, Server['CustomerLine']>;
  customerDetail: Lacks<Ours.CustomerDetail, Server['CustomerDetail']>;
  change: Lacks<Ours.Change, Server['Change']>;
  traceEntry: Lacks<Ours.TraceEntry, Server['TraceLine']>;
  fieldChange: Lacks<Ours.FieldChange, Server['FieldChange']>;
  finding: Lacks<Ours.Finding, Server['Finding']>;
  variableChange: Lacks<Ours.VariableChange, Server['ValueChange']>;
  variableHistory: Lacks<Ours.VariableHistoryEntry, Server['VariableVersion']>;
  meter: Lacks<Ours.Meter, Server['MeterLine']>;
  record: Lacks<Ours.RecordDetail, Server['RecordDetail']>;
  lifeStage: Lacks<Ours.LifeStage, Server['LifeStage']>;
  posting: Lacks<Ours.Posting, Server['Posting']>;
  monthUsed: Lacks<Ours.MonthUsed, Server['MonthUsed']>;
  variable: Lacks<Ours.Variable, Server['Variable']>;
}

type Nothing = { [Shape in keyof Lacking]: never };

export const everyFieldIsSent: Same<Lacking, Nothing> = true;
export const statesAreSpeltAlike: Same<Ours.ProcessInstance['state'], Server['ProcessInstance']['state']> = true;
