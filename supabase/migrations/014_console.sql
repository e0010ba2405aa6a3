-- The console's overview counts the questions of the last weeks, of all tenants.
create index messages_created on app.messages (created_at);
