-- An event that was set aside is put back into the line by hand; the matcher does the rest.
grant update (parked_at, error, attempts) on event_queue to wend_workspace;
