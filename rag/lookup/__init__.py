"""Which passages of the library support or contradict what somebody writes."""
