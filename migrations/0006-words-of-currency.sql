-- Doors that know only one currency find returns by that of their orders; what was filed before has to be found by it too.
-- fine beside the older version: rows are held until the end of this statement, seconds per million; a return the older version writes afterwards is found
-- by its currency again as soon as this version moves it.
update returns set terms = returns.terms || array_to_tsvector(array['=currency:' || lower(orders.doc ->> 'currency')])
from orders where orders.org_id = returns.org_id and orders.id = returns.order_id;
