package history

import (
	"fmt"
	"time"
)

// writeWords are the kinds of changes as parts of a sentence.
var writeWords = map[string]string{"create": "a new event", "update": "a change of an event", "delete": "the removal of an event"}

// toldWords are the ends of writes as parts of a sentence.
var toldWords = map[string]string{"delivered": "is in effect", "conflict": "meets a conflict", "failed": "has failed", "unknown": "is not known"}

// describeWrite tells what became of a change that an owner made through the
// system.
func describeWrite(d Data) string {
	switch d := d.(type) {
	case WriteAccepted:
		return fmt.Sprintf("the system accepts %s from the owner of %s", writeWords[d.Change], d.Mailbox)
	case WriteRefused:
		return fmt.Sprintf("the system does not take %s from the owner of %s: %s", writeWords[d.Change], d.Mailbox, d.Error)
	case WriteLanded:
		text := fmt.Sprintf("%s through the system takes effect in the calendar of %s", writeWords[d.Change], d.Mailbox)
		if d.Key != "" && d.Wrong == "" {
			text += fmt.Sprintf(", %s after it was accepted", d.After.Round(time.Second))
		}
		return text + objection(d.Wrong)
	case WriteTold:
		text := fmt.Sprintf("the owner of %s is told that a write %s", d.Mailbox, toldWords[d.State])
		if d.Reason != "" {
			text += ": " + d.Reason
		}
		return text + objection(d.Wrong)
	}
	return ""
}

func objection(wrong string) string {
	if wrong == "" {
		return ""
	}
	return " (wrong: " + wrong + ")"
}
