-- One leaf a sealed event, in the order of the log; one checkpoint a batch. Both only grow.
CREATE TABLE ledger.leaf (
    index    bigint      PRIMARY KEY CHECK (index >= 0),
    event_id bigint      NOT NULL UNIQUE,
    at       timestamptz NOT NULL,
    hash     bytea       NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE TABLE ledger.checkpoint (
    size      bigint      PRIMARY KEY CHECK (size > 0),
    horizon   xid8        NOT NULL,
    frontier  bytea[]     NOT NULL,
    note      text        NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION ledger.deny_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'LG002';
END $$;
CREATE TRIGGER leaf_deny BEFORE UPDATE OR DELETE ON ledger.leaf FOR EACH ROW EXECUTE FUNCTION ledger.deny_seal();
CREATE TRIGGER leaf_deny_truncate BEFORE TRUNCATE ON ledger.leaf EXECUTE FUNCTION ledger.deny_seal();
CREATE TRIGGER checkpoint_deny BEFORE UPDATE OR DELETE ON ledger.checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger.deny_seal();
CREATE TRIGGER checkpoint_deny_truncate BEFORE TRUNCATE ON ledger.checkpoint EXECUTE FUNCTION ledger.deny_seal();
ALTER TABLE ledger.leaf ENABLE ALWAYS TRIGGER leaf_deny;
ALTER TABLE ledger.leaf ENABLE ALWAYS TRIGGER leaf_deny_truncate;
ALTER TABLE ledger.checkpoint ENABLE ALWAYS TRIGGER checkpoint_deny;
ALTER TABLE ledger.checkpoint ENABLE ALWAYS TRIGGER checkpoint_deny_truncate;
