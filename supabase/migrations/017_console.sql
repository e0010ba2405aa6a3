-- The last question of a conversation is found without reading its others, however long it is. The index that this one
-- replaces began alike; its order by time was used by nothing.
create index messages_of_session on app.messages (tenant_id, session_id, message_id);
drop index app.messages_session;

-- Consoles look at the trials that moved last every other second.
create index trials_updated on app.trials (updated_at desc);
