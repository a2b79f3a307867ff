package check

import (
	"fmt"
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/journal"
)

// writePatience is what a write may take beyond two polls once its mailbox is
// well: the longest wait between two attempts that a careful client makes.
const writePatience = 20 * time.Minute

// write is one accepted change and what became of it.
type write struct {
	*history.Event
	history.WriteAccepted
	landed time.Time // zero: it never took effect
	told   time.Time // zero: the owner was told nothing
}

// writes lists the accepted ones, in order, and what happened that must not. A
// write may take effect before its owner hears that it was accepted.
func (v *view) writes() (accepted []*write, wrong []*history.Event) {
	byKey := map[string]*write{}
	for _, a := range all[history.WriteAccepted](v) {
		w := &write{Event: a.Event, WriteAccepted: a.d}
		byKey[a.d.Key] = w
		accepted = append(accepted, w)
	}
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.WriteLanded:
			if d.Wrong != "" {
				wrong = append(wrong, e)
			}
			if w := byKey[d.Key]; w != nil && w.landed.IsZero() {
				w.landed = e.At
			}
		case history.WriteTold:
			if d.Wrong != "" {
				wrong = append(wrong, e)
			}
			if w := byKey[d.Key]; w != nil {
				w.told = e.At
			}
		}
	}
	return accepted, wrong
}

func writesMade(v *view) bool {
	accepted, wrong := v.writes()
	return len(accepted)+len(wrong) > 0
}

// writesOnce is promise C8: an accepted write takes effect exactly once, in order
// for each event; of one that cannot its owner is told.
func writesOnce(v *view) Verdict {
	accepted, proof := v.writes()
	lost, open, untrue := 0, 0, 0
	var ids []string
	for _, e := range proof {
		switch d := e.Data.(type) {
		case history.WriteLanded:
			ids = append(ids, d.Mailbox)
		case history.WriteTold:
			untrue++
			ids = append(ids, d.Mailbox)
		}
	}
	wrong := len(proof) - untrue
	for _, w := range accepted {
		switch {
		case !w.landed.IsZero() || !w.told.IsZero():
		case v.overdue(w):
			lost++
			ids, proof = append(ids, w.Mailbox), append(proof, w.Event)
		default:
			open++
		}
	}
	ok := len(proof) == 0
	message := fmt.Sprintf("%s accepted; %d took no effect in time, %d did so twice, out of order or unasked; %s untrue",
		plural(len(accepted), "write was", "writes were"), lost, wrong, plural(untrue, "answer about them was", "answers about them were"))
	if ok {
		message = fmt.Sprintf("each of %s took effect once and in order, or its owner was told that it cannot", plural(len(accepted)-open, "accepted write", "accepted writes"))
		if open > 0 {
			message += fmt.Sprintf("; %d more may still be under way at the end", open)
		}
	}
	x := verdict(heldIf(ok), len(accepted)-open, v.end(), "%s", message)
	if ok && len(accepted) == open {
		x.Status = Vacuous
	}
	for _, e := range proof[:min(len(proof), maxEvidence)] {
		x = x.proven(e)
	}
	return x.about(ids)
}

// overdue says whether a write that is still open at the end has had the time
// that it may need: its mailbox has been well, and not asked to wait, for long enough.
func (v *view) overdue(w *write) bool {
	since := w.At
	m := v.mailboxes[w.Mailbox]
	if m == nil {
		return false
	}
	if n := len(m.episodes); n > 0 {
		last := m.episodes[n-1]
		if last.Open {
			return false
		}
		since = latest(since, last.Until)
	}
	for _, down := range v.downs {
		since = latest(since, down.Until)
	}
	for _, wait := range m.held {
		since = latest(since, wait.Until)
	}
	since = latest(since, v.writesDisturbed())
	return v.end().Sub(since) > 2*v.poll()+writePatience
}

// onWrites are the operations by which a change is made, beside those by which a
// mailbox is found to be failing.
var onWrites = []string{journal.CreateEvent, journal.UpdateEvent, journal.DeleteEvent, journal.GetEvent}

// writesDisturbed is the end of the last span in which a fault was in force that
// acted on writes: rounds may succeed all the while. Zero: there was none.
func (v *view) writesDisturbed() time.Time {
	var last time.Time
	for _, f := range v.faults {
		if !slices.ContainsFunc(onWrites, func(o string) bool { return f.Operations[o] > 0 }) {
			continue
		}
		for _, w := range f.windows {
			last = latest(last, w.Until)
		}
	}
	return last
}

func nameWrites(e *scenarios.ExpectWrites) string {
	return join(selectionName(e.Cohort, e.Select), "during", e.During, "by", stamp(e.By.Time))
}

// expectWrites: what became of writes that could not be delivered at first.
func expectWrites(v *view, e *scenarios.ExpectWrites) Verdict {
	by := e.By.Time
	if !v.h.Header.Writes {
		return verdict(NotApplicable, 0, by, "the system under test takes no writes")
	}
	f, why := v.fault(e.During)
	if f == nil {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	if why := v.reached(by); why != "" {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	chosen := map[string]bool{}
	for _, id := range v.chosen(e.Cohort, e.Select) {
		chosen[id] = true
	}
	accepted, _ := v.writes()
	sample, arrived := 0, 0
	var left []*write
	for _, w := range accepted {
		if !chosen[w.Mailbox] || w.At.After(by) || !f.inForce(w.At) || !v.mailboxes[w.Mailbox].failsAt(w.At) {
			continue
		}
		sample++
		if !w.landed.IsZero() && !w.landed.After(by) {
			arrived++
		} else {
			left = append(left, w)
		}
	}
	who := selection(e.Cohort, e.Select)
	if sample == 0 {
		return verdict(Vacuous, 0, by, "no write of %s was accepted while %s was in force and the mailbox failed", who, e.During)
	}
	ok := e.Share.Holds(shareOf(arrived, sample))
	x := verdict(heldIf(ok), sample, by, "%s writes of %s, accepted while their mailbox failed, had taken effect by %s; expected %s",
		outOf(arrived, sample), who, instant(by), bounds(e.Share))
	var ids []string
	for _, w := range left {
		x = x.proven(w.Event)
		ids = append(ids, w.Mailbox)
	}
	return x.about(ids)
}

// measureWrites counts what became of accepted writes.
func (v *view) measureWrites(m *Measures) {
	accepted, wrong := v.writes()
	m.WritesAccepted = len(accepted)
	for _, e := range wrong {
		if _, landed := e.Data.(history.WriteLanded); landed {
			m.WritesWrong++
		}
	}
	longest := time.Duration(-1)
	for _, w := range accepted {
		switch {
		case !w.landed.IsZero():
			m.WritesInEffect++
			longest = max(longest, w.landed.Sub(w.At), 0) // it may be there before the answer
		case !w.told.IsZero():
			m.WritesRefused++
		default:
			m.WritesOpen++
		}
	}
	if longest >= 0 {
		m.LongestWriteSeconds = seconds(longest)
	}
}
