-- Some languages tell of whole acts: which event of the log an act began with, and what a message is called there. Null in a log is an event written before
-- this, which counts as an act of its own; null with a delivery is a message about one event.
alter table return_events add column from_sequence integer;
alter table deliveries add column from_sequence integer;
alter table deliveries add column word text;
