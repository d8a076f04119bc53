"""The event definitions that the tests of events put at every position."""
# ruff: noqa: E501

DEFS = (
    '<message id="msg.1" name="ping"/><signal id="sig-1" name="alarm"/><error id="err_1" name="bad" errorCode="E-1"/><error id="err_2" errorCode="E-2"/>'
    '<escalation id="esc_1" name="up" escalationCode="UP"/><escalation id="esc_2" escalationCode="OTHER"/>'
)
TIMER = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>'
MESSAGE = '<messageEventDefinition messageRef="msg.1"/>'
SIGNAL = '<signalEventDefinition signalRef="sig-1"/>'
CONDITION = '<conditionalEventDefinition><condition xsi:type="tFormalExpression">=n &gt; 3</condition></conditionalEventDefinition>'
ERROR = '<errorEventDefinition errorRef="err_1"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc_1"/>'
