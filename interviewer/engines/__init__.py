"""Who speaks the interviewer's part: Claude over the Messages API, or the rehearsal engine. Adapters of the ports."""
