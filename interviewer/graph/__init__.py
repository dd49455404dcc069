"""The interview as a state machine: one LangGraph for a turn, one for judging, one for the debrief."""
