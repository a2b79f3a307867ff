package world

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"anchorage/harness/sut"
	"anchorage/sim/people"
)

// capabilities are those of the system with the settings that it starts with. Figures
// that the team's steps change are the loosest of all that it is given: when a step
// comes, and when a try is over, may depend on what happens.
func (w *world) capabilities() (sut.Capabilities, error) {
	settings := w.File.System
	c, err := w.Factory.Capabilities(settings)
	if err != nil {
		return c, err
	}
	if len(settings) == 0 {
		settings = json.RawMessage("{}")
	}
	for i := range w.File.Operators {
		patch := changeOf(&w.File.Operators[i])
		if patch == nil {
			continue
		}
		changed, err := jsonpatch.MergePatch(settings, patch)
		if err != nil {
			return c, fmt.Errorf("operators[%d]: %w", i, err)
		}
		if after, err := w.Factory.Capabilities(changed); err == nil { // otherwise the system refuses the step, too
			loosen(&c, after)
			settings = changed
		}
	}
	return c, nil
}

// changeOf is the settings that a step changes; nil if it changes none.
func changeOf(s *people.Step) json.RawMessage {
	for _, patch := range []json.RawMessage{s.Try, s.Deploy, s.Enable} {
		if patch != nil {
			return patch
		}
	}
	return nil
}

// loosen keeps of each figure what promises less.
func loosen(c *sut.Capabilities, other sut.Capabilities) {
	const day = 24 * time.Hour
	c.AskAgain = min(cmp.Or(c.AskAgain, day), cmp.Or(other.AskAgain, day))
	c.AskPerHour = looser(c.AskPerHour, other.AskPerHour)
	c.Retry, c.Trial = looser(c.Retry, other.Retry), looser(c.Trial, other.Trial)
}

// looser is the larger of two bounds, of which 0 is none.
func looser[T int | time.Duration](a, b T) T {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}
