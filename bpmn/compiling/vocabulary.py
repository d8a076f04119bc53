"""The words of BPMN 2.0: every element name of its schema that may stand in a file."""

_NAMES = """
    activationCondition adHocSubProcess assignment association auditing boundaryEvent businessRuleTask
    callActivity callChoreography callConversation cancelEventDefinition category categoryValue categoryValueRef
    childLaneSet choreography choreographyRef choreographyTask collaboration compensateEventDefinition
    completionCondition complexBehaviorDefinition complexGateway condition conditionExpression
    conditionalEventDefinition conversation conversationAssociation conversationLink correlationKey
    correlationProperty correlationPropertyBinding correlationPropertyRef correlationPropertyRetrievalExpression
    correlationSubscription dataInput dataInputAssociation dataInputRefs dataObject dataObjectReference dataOutput
    dataOutputAssociation dataOutputRefs dataPath dataState dataStore dataStoreReference definitions documentation
    endEvent endPoint endPointRef error errorEventDefinition errorRef escalation escalationEventDefinition event
    eventBasedGateway eventDefinitionRef exclusiveGateway expression extension extensionElements flowNodeRef
    formalExpression from globalBusinessRuleTask globalChoreographyTask globalConversation globalManualTask
    globalScriptTask globalTask globalUserTask group humanPerformer implicitThrowEvent import inMessageRef
    inclusiveGateway incoming innerParticipantRef inputDataItem inputSet inputSetRefs interface interfaceRef
    intermediateCatchEvent intermediateThrowEvent ioBinding ioSpecification itemDefinition lane laneSet
    linkEventDefinition loopCardinality loopCondition loopDataInputRef loopDataOutputRef manualTask message
    messageEventDefinition messageFlow messageFlowAssociation messageFlowRef messagePath monitoring
    multiInstanceLoopCharacteristics operation operationRef optionalInputRefs optionalOutputRefs outMessageRef
    outerParticipantRef outgoing outputDataItem outputSet outputSetRefs parallelGateway participant
    participantAssociation participantMultiplicity participantRef partitionElement partnerEntity partnerRole
    performer potentialOwner process property receiveTask relationship rendering resource
    resourceAssignmentExpression resourceParameter resourceParameterBinding resourceRef resourceRole script
    scriptTask sendTask sequenceFlow serviceTask signal signalEventDefinition source sourceRef
    standardLoopCharacteristics startEvent subChoreography subConversation subProcess supportedInterfaceRef
    supports target targetRef task terminateEventDefinition text textAnnotation timeCycle timeDate timeDuration
    timerEventDefinition to transaction transformation userTask whileExecutingInputRefs whileExecutingOutputRefs
"""
ELEMENTS = frozenset(_NAMES.split())
