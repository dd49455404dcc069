"""The interview itself: what is asked, what is true, what is judged. It has never heard of HTTP."""
