package check

import (
	"encoding/json"
	"slices"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"anchorage/harness/history"
)

// wanted is what the team is known to want of routing hints. Which settings are about
// hints only the system knows, so that a mailbox tells it: by what it takes up after an
// order.
type wanted struct {
	lasting []action           // changes of settings that were to stay, in order
	tries   []action           // those that ended by themselves
	last    map[string]string  // key: mailbox; hint that it took up last after an order
	taken   map[string][]taken // key: mailbox; all that it took up after lasting ones
}

// taken is a hint that a mailbox took up by an order, or by the system's own choice soon
// after it.
type taken struct {
	hint  string
	order int // its position in wanted.lasting
}

func (v *view) wanted() *wanted {
	w := &wanted{last: map[string]string{}, taken: map[string][]taken{}}
	for _, a := range all[history.Acted](v) {
		if (a.d.Action == "deploy" || a.d.Action == "enable") && a.d.Error == "" {
			w.lasting = append(w.lasting, a)
		}
		if a.d.For > 0 && a.d.Error == "" {
			w.tries = append(w.tries, a)
		}
	}
	return w
}

// takes is told that a mailbox has taken up a hint, and that there were orders after an
// instant by which it may have.
func (w *wanted) takes(mailbox, hint string, from, at time.Time) {
	w.last[mailbox] = hint
	for i, a := range w.lasting {
		if a.At.After(from) && !a.At.After(at) {
			w.taken[mailbox] = append(w.taken[mailbox], taken{hint, i})
		}
	}
}

// still says whether a mailbox that goes back to a hint goes back to what the team wants:
// what it took up last, since whatever it sent in between was a try of the system; or
// what it took up by an order that still stands. What it took up after that one may have
// been a try as well, if the later order was about something else.
func (w *wanted) still(mailbox, hint string, at time.Time) bool {
	if w.last[mailbox] == hint {
		return true
	}
	for _, t := range w.taken[mailbox] {
		if t.hint == hint && w.stands(t.order, at) {
			return true
		}
	}
	return false
}

// meanwhile says whether after an instant, and within a span at the latest, the team has
// come to want a hint that mailboxes may send already. They show nothing by which that
// could be told: its settings have to name the hint, and to stand at either end of the span.
func (w *wanted) meanwhile(hint string, since time.Time, within Span) bool {
	for i, a := range w.lasting {
		if !a.At.After(since) || !names(a.d.What, hint) {
			continue
		}
		for _, t := range []time.Time{within.From, within.Until} {
			if !a.At.After(t) && w.stands(i, t) {
				return true
			}
		}
	}
	return slices.ContainsFunc(w.tries, func(a action) bool {
		tried := Span{a.At, a.At.Add(a.d.For)}
		return a.At.After(since) && names(a.d.What, hint) && overlap(tried, within)
	})
}

// names says whether a text is the value of a setting.
func names(settings, text string) bool {
	var tree map[string]any
	return json.Unmarshal([]byte(settings), &tree) == nil && holds(tree, text)
}

func holds(tree map[string]any, text string) bool {
	for _, value := range tree {
		if below, ok := value.(map[string]any); value == text || ok && holds(below, text) {
			return true
		}
	}
	return false
}

// stands says whether all that an order has set is at an instant as it has set it, by
// what the team has changed since.
func (w *wanted) stands(order int, at time.Time) bool {
	set := []byte(w.lasting[order].d.What)
	now := set
	for _, a := range w.lasting[order+1:] {
		if a.At.After(at) {
			break
		}
		changed, err := jsonpatch.MergePatch(now, []byte(a.d.What))
		if err != nil {
			return false // no settings
		}
		now = changed
	}
	again, err := jsonpatch.MergePatch(now, set)
	return err == nil && jsonpatch.Equal(again, now)
}
