-- Fine beside the older version: there was none before this; nothing had been released.
-- Shops that were founded before there were reminders get those a new shop starts with. Text is put before text, so that the rest stays as it was written.
update shops set doc = ('{"reminders":{"answer":{"hours":12},"offer":{"hours":12},"photos":{"hours":24},"ship":{"hours":72},"inspect":{"hours":24},'
  || '"evidence":{"hours":24},"verdict":{"hours":24},"claim":{"hours":24},"goods":{"hours":72},"payout":null,"arrival":null},' || substr(doc::text, 2))::json
  where doc -> 'reminders' is null;

-- When a file was first named by somebody. What nobody names within a day of keeping it goes again; files that were there before this count as named.
alter table files add column used_at timestamptz;
update files set used_at = created_at;
create index files_unused on files (org_id, created_at) where used_at is null;

-- What was given up is looked through every hour, and by those who ask what went wrong.
create index errands_given_up on errands (org_id, next_at) where state = 'given_up';
