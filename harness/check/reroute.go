package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/journal"
)

// route is a form of routing hint for mailboxes that are alike to whoever chooses it.
type route struct{ provider, token, hint string }

// move is a change of a mailbox's routing hint that nobody ordered.
type move struct {
	*history.Event
	history.Rerouted
	route
	until time.Time // it sends another hint, or is well; the end of the world otherwise
	stays bool      // as its trial was to end, the team wanted the hint itself, or the mailbox may have sent none
}

// moves lists, in order, what the system did to routing hints of its own accord, and
// when each route was first seen to heal a mailbox.
func (v *view) moves() (found []*move, healed map[route]time.Time) {
	healed = map[route]time.Time{}
	last := map[string]*move{}      // key: mailbox
	since := map[string]time.Time{} // key: mailbox; its last change of hint
	orders, wanted := v.reroutingOrders(), v.wanted()
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.Healed:
			if m := v.mailboxes[d.Mailbox]; m != nil {
				if r := (route{m.Provider, d.TokenKind, d.Hint}); healed[r].IsZero() {
					healed[r] = e.At
				}
				end(last, m.ID, e.At)
			}
		case history.Rerouted:
			m := v.mailboxes[d.Mailbox]
			if m == nil || signedInElsewhere(m, d.TokenKind, e.At) {
				continue
			}
			end(last, m.ID, e.At)
			from := since[m.ID]
			since[m.ID] = e.At
			if from.IsZero() {
				from = v.heeded(m, orders, e.At)
			}
			if anyWithin(orders, from, e.At) {
				wanted.takes(m.ID, d.To)
				continue
			}
			if wanted.still(m.ID, d.To, e.At) || anyWithin(m.relinked, from, e.At) {
				continue
			}
			x := &move{Event: e, Rerouted: d, route: route{m.Provider, d.TokenKind, d.To}, until: v.end()}
			found, last[m.ID] = append(found, x), x
		}
	}
	for _, x := range found {
		ends := x.At.Add(v.trialPatience())
		over := Span{ends.Add(-v.backPatience()), ends}
		x.stays = wanted.set(x.To, over.From) || wanted.set(x.To, over.Until) || v.tokensDisturbed(over)
	}
	return found, healed
}

// signedInElsewhere says whether a token of a kind is not the own account's of a mailbox,
// whose owner has not linked anew since the world began: another owner has signed in with
// it, and it is their account that sends what comes with it.
func signedInElsewhere(m *mailbox, token string, at time.Time) bool {
	return m.Authorization != "" && token != m.Authorization && !anyWithin(m.relinked, time.Time{}, at)
}

// end ends a mailbox's last move.
func end(last map[string]*move, id string, at time.Time) {
	if x := last[id]; x != nil {
		x.until = at
		delete(last, id)
	}
}

// reroutingOrders are the instants at which the team changed settings, those at which
// a try ended among them: what mailboxes send next may be of that.
func (v *view) reroutingOrders() []time.Time {
	var out []time.Time
	for _, a := range all[history.Acted](v) {
		if a.d.Action == "relink" {
			continue
		}
		out = append(out, a.At)
		if a.d.For > 0 {
			out = append(out, a.At.Add(a.d.For))
		}
	}
	return out
}

// heeded is the last of the orders by which a mailbox surely had a round before an
// instant; zero for none. What one that has sent a single hint all along sends after that
// is not of those orders. It had its first round only after the order, or it ran and was
// well for a poll and a minute.
func (v *view) heeded(m *mailbox, orders []time.Time, until time.Time) time.Time {
	var last time.Time
	for _, order := range orders {
		had := Span{order, order.Add(v.poll() + time.Minute)}
		troubled := func(s Span) bool { return overlap(s, had) }
		linkedLater := m.linked.After(order.Add(time.Minute)) && m.linked.Before(until)
		well := m.linkedAt(order) && had.Until.Before(until) && !v.downWithin(had) && !slices.ContainsFunc(m.held, troubled) &&
			!slices.ContainsFunc(m.episodes, func(e Episode) bool { return troubled(e.Span) })
		if (linkedLater || well) && order.After(last) {
			last = order
		}
	}
	return last
}

// anyWithin says whether an instant lies after from and not after until.
func anyWithin(instants []time.Time, from, until time.Time) bool {
	return slices.ContainsFunc(instants, func(t time.Time) bool { return t.After(from) && !t.After(until) })
}

func rerouted(v *view) bool {
	found, _ := v.moves()
	return len(found) > 0
}

// hintsTried (R6): of its own accord the system gives a routing hint to nobody who is
// well and has never been well with it, to five mailboxes that are alike as long as it
// has healed none, to none of them who has met nothing but what no hint changes, and for no
// longer than a trial lasts where it heals none and the team does not come to want it.
func hintsTried(v *view) Verdict {
	found, healed := v.moves()
	for i, x := range found {
		if why := v.harm(found[:i], x, healed[x.route]); why != "" {
			return verdict(Broken, i+1, x.At, "of its own accord the system gave %s another routing hint (%s) at %s, %s", x.Mailbox, x.To, instant(x.At), why).
				proven(x.Event).about([]string{x.Mailbox})
		}
	}
	return verdict(Held, len(found), v.end(), "%s of its own accord; whoever was well had been well with it, and one that had healed nobody went to %d at most and did not stay",
		plural(len(found), "mailbox was given another routing hint", "times a mailbox was given another routing hint"), maxPilots)
}

// harm says what is wrong with a move along a route that was seen to heal from an
// instant on, zero for never; "" for nothing.
func (v *view) harm(before []*move, x *move, healed time.Time) string {
	switch {
	case !x.Failing && !x.Passed && v.mayBeAStrangers(x):
		return ""
	case !x.Failing && !x.Passed:
		return "although it was well and had never been well with that"
	case !x.Failing || x.Passed || !healed.IsZero() && healed.Before(x.At):
		return ""
	}
	if x.Unroutable {
		return "although it had only been throttled, or got no answer or no token, since it began to fail"
	}
	pilots := map[string]bool{x.Mailbox: true}
	for _, y := range before {
		if y.route == x.route && y.Failing && !y.Passed && y.until.After(x.At) {
			pilots[y.Mailbox] = true
		}
	}
	if len(pilots) > maxPilots {
		return "as to more than " + plural(maxPilots, "other", "others") + " that are alike, none of whom it had healed"
	}
	patience := v.trialPatience()
	if patience > 0 && !x.stays && x.until.Sub(x.At) > patience && (healed.IsZero() || healed.After(x.At.Add(patience))) {
		return "which healed nobody within " + span(patience) + ", and had not taken it back by then"
	}
	return ""
}

// mayBeAStrangers says whether another hint may be that of another mailbox, whose owner
// has signed in with this one: whose it is can't be known as long as the other one fails.
func (v *view) mayBeAStrangers(x *move) bool {
	return slices.ContainsFunc(all[history.RelinkAnswered](v), func(a happening[history.RelinkAnswered]) bool {
		return a.d.Mailbox != x.Mailbox && a.At.Before(x.At) && v.failsThrough(a.d.Mailbox, a.At, x.At)
	})
}

// tokensDisturbed says whether within a span a fault was in force that acted on requests
// for tokens: a mailbox without one asks for no calendar, and shows no hint.
func (v *view) tokensDisturbed(s Span) bool {
	for _, f := range v.faults {
		if f.Operations[journal.Token] > 0 && slices.ContainsFunc(f.windows, func(w Span) bool { return overlap(w, s) }) {
			return true
		}
	}
	return false
}

// trialPatience is how long a mailbox may send a hint that heals nobody: the trial,
// until it is looked at and the mailbox is tried again, which an answer or an
// interruption of the system may put off. 0: the system promises no end.
func (v *view) trialPatience() time.Duration {
	h := v.h.Header
	if h.Trial == 0 || h.Retry == 0 {
		return 0
	}
	var wait time.Duration
	for _, f := range h.Faults {
		wait = max(wait, f.Wait)
	}
	for _, down := range v.downs {
		wait += down.Until.Sub(down.From)
	}
	return h.Trial + v.backPatience() + wait
}

// backPatience is how long a mailbox may send a hint after its trial: until the trial is
// looked at, and the mailbox is tried again.
func (v *view) backPatience() time.Duration { return 2*v.h.Header.Poll + 2*v.h.Header.Retry }
