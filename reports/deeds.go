package reports

import (
	"anchorage/harness/history"
	"anchorage/harness/history/wording"
)

// deed says in words what the team did: the action and its settings.
func deed(d history.Acted) string {
	text := words(d.Action)
	if s := wording.Settings(d.What); s != "" {
		text += " " + s
	}
	if d.Error != "" {
		text += ", which fails: " + d.Error
	}
	return text
}

func noteWords(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}
