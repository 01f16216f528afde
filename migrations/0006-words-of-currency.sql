-- Doors that know only one currency leave out what was paid in another than the shop's; what was filed before has to be left out too.
-- fine beside the older version: few rows, held until the end of this statement; a return the older version writes afterwards gets its word as soon as this
-- version moves it.
update returns set terms = returns.terms || array_to_tsvector(array['=foreign:' || lower(orders.doc ->> 'currency')])
from orders, shops where orders.org_id = returns.org_id and orders.id = returns.order_id and shops.org_id = returns.org_id and shops.id = returns.shop_id
  and orders.doc ->> 'currency' <> shops.doc ->> 'currency';
