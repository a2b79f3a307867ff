package check

import (
	"slices"
	"strings"
	"time"
)

// standing is how the system may count an account, as far as it can be told from
// outside.
type standing int

const (
	well    standing = iota // healthy for sure
	unsure                  // healthy or failing
	fails                   // failing for sure
	waiting                 // failing, or left out because it waits for its owner
)

// change is an instant from which on a mailbox stands differently.
type change struct {
	at time.Time
	to standing
}

// noted is how long after a complete round the system may still count the account
// as failing.
const noted = time.Second

// uncertain begin the words of faults after which credentials may be rejected for good:
// accounts that wait for their owner count neither as failing nor as healthy.
var uncertain = []string{"at token refresh: the grant is revoked", "at token refresh: the consent is withdrawn"}

// standings tells how a mailbox stands, from its first round on; nil for one that no
// round was ever tried of.
func (v *view) standings(m *mailbox) []change {
	var out []change
	if !m.linked.IsZero() {
		out = append(out, change{m.linked, well})
	}
	for i, e := range m.episodes {
		known := v.knownAt(m, e)
		out = append(out, change{e.From, unsure})
		if known.Before(e.Until) {
			out = append(out, change{known, fails})
			if from, may := v.mayWait(m); may && from.Before(e.Until) {
				out = append(out, change{later(known, from), waiting})
			}
		}
		if e.Open {
			continue
		}
		healed := v.healedAt(e)
		if i+1 < len(m.episodes) && !healed.Before(m.episodes[i+1].From) {
			out = append(out, change{e.Until, unsure})
			continue
		}
		out = append(out, change{e.Until, unsure}, change{healed, well})
	}
	slices.SortStableFunc(out, func(a, b change) int { return a.at.Compare(b.at) })
	return heldOff(out, m.held)
}

// heldOff makes unsure what would be well while a mailbox was asked to wait by the
// answer to a write: the round that the write belonged to did not succeed, though no
// request for the calendar failed.
func heldOff(all []change, held []Span) []change {
	if len(all) == 0 || len(held) == 0 {
		return all
	}
	var at []time.Time
	for _, c := range all {
		at = append(at, c.at)
	}
	for _, s := range held {
		at = append(at, s.From, s.Until)
	}
	slices.SortFunc(at, time.Time.Compare)
	var out []change
	for _, t := range slices.Compact(at) {
		i, _ := slices.BinarySearchFunc(all, t, func(c change, t time.Time) int {
			if c.at.After(t) {
				return 1
			}
			return -1
		})
		if i == 0 {
			continue // not linked yet
		}
		to := all[i-1].to
		if to == well && slices.ContainsFunc(held, func(s Span) bool { return !t.Before(s.From) && t.Before(s.Until) }) {
			to = unsure
		}
		out = append(out, change{t, to})
	}
	return out
}

// knownAt is when the system counts a mailbox as failing at the latest, if the episode
// lasts: when the round has ended in which it began. A round that a stop of the system
// cuts short is followed by the next one, a poll later at most. Where the first failed
// request may have belonged to a change that an owner made, or to relinking, and not
// to a round, it takes until the next round too, which its answer may have put off.
func (v *view) knownAt(m *mailbox, e Episode) time.Time {
	round := v.h.Header.Contract.Round
	known := e.From.Add(round)
	if v.mayBeNoRound(m, e.From) {
		known = known.Add(e.wait + v.poll())
	}
	for _, down := range v.downs {
		if down.From.Before(known) && !down.Until.Before(e.From) {
			known = later(known, down.Until.Add(v.poll()+round))
		}
	}
	return known
}

// putOff notes that the answer to a change, at an instant, asked a mailbox that fails to
// wait although no round of it has been tried since it began to. Once one must have been,
// that changes nothing.
func (v *view) putOff(m *mailbox, at time.Time, wait time.Duration) {
	if len(m.episodes) == 0 {
		return
	}
	if last := &m.episodes[len(m.episodes)-1]; at.Before(v.knownAt(m, *last)) {
		last.wait = max(last.wait, at.Add(wait).Sub(last.From))
	}
}

// healedAt is when the system no longer counts a mailbox as failing at the latest. A
// round that ends as the system is killed may not have been noted.
func (v *view) healedAt(e Episode) time.Time {
	healed := e.Until.Add(noted)
	for _, down := range v.downs {
		if !down.From.Before(e.Until) && !down.From.After(healed) {
			return down.Until.Add(v.poll() + v.h.Header.Contract.Round)
		}
	}
	return healed
}

// mayBeNoRound says whether a request of a mailbox at t may have had nothing to do with
// a round: its owner has changed something through the system, or was asked to relink.
func (v *view) mayBeNoRound(m *mailbox, t time.Time) bool {
	before := func(x time.Time) bool { return x.Before(t) }
	return !m.wrote.IsZero() && before(m.wrote) || slices.ContainsFunc(m.asked, before)
}

// mayWait is the instant from which on the account of a mailbox, when it fails, may wait
// for its owner; false for never.
func (v *view) mayWait(m *mailbox) (from time.Time, may bool) {
	since := slices.Clone(m.strayed)
	for _, f := range v.h.Header.Faults {
		if w := v.faults[f.Name].windows; f.Hits > 0 && len(w) > 0 && speaksOf(f.What, uncertain) {
			since = append(since, w[0].From)
		}
	}
	if len(since) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(since, time.Time.Compare), true
}

// speaksOf says whether one of the things that a fault does is described by words that
// begin like this.
func speaksOf(what string, words []string) bool {
	for part := range strings.SplitSeq(what, " and ") {
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(part, w) }) {
			return true
		}
	}
	return false
}
