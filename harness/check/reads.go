package check

import (
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

// readLimit bounds the time within which a read is answered, whatever the
// provider does.
const readLimit = 5 * time.Second

// settling is the time after a mailbox's first complete round for which it need
// not answer yet: its owner may not have been told that linking is done.
const settling = time.Minute

type read = *happening[history.Read]

// reads lists every read, in order. There are many, so they are copied once.
func (v *view) reads() []read {
	if v.allReads == nil {
		found := all[history.Read](v)
		v.allReads = make([]read, len(found))
		for i := range found {
			v.allReads[i] = &found[i]
		}
	}
	return v.allReads
}

func hasReads(v *view) bool { return len(v.reads()) > 0 }

// readsOfLinked are the reads that must be answered: what verdicts and measures
// count. Others are judged only by what they answer. A system that does not run
// answers nobody.
func (v *view) readsOfLinked() []read {
	var out []read
	for _, r := range v.reads() {
		if m := v.mailboxes[r.d.Mailbox]; m != nil && m.linkedAt(r.At.Add(-settling)) && !v.down(r.At) {
			out = append(out, r)
		}
	}
	return out
}

func answered(v *view) []read {
	var out []read
	for _, r := range v.reads() {
		if r.d.Answered {
			out = append(out, r)
		}
	}
	return out
}

// firstWrong judges reads by a rule that they all must keep; the first reads
// that do not are the evidence.
func firstWrong(reads []read, wrong func(read) bool) (bad []read, ids []string) {
	for _, r := range reads {
		if wrong(r) {
			bad = append(bad, r)
			ids = append(ids, r.d.Mailbox)
		}
	}
	return bad, ids
}

func withReads(x Verdict, bad []read, ids []string) Verdict {
	for _, r := range bad[:min(len(bad), maxEvidence)] {
		x = x.proven(r.Event)
	}
	return x.about(ids)
}

// readsAnswered (C1): a read is answered from the cache, in bounded time, and
// sends no request to the provider.
func readsAnswered(v *view) Verdict {
	reads := v.reads()
	if bad, ids := firstWrong(reads, func(r read) bool { return r.d.Requests > 0 }); len(bad) > 0 {
		return withReads(verdict(Broken, len(reads), bad[0].At, "%s of %s reads sent requests to the provider, the first at %s",
			thousands(len(bad)), thousands(len(reads)), instant(bad[0].At)), bad, ids)
	}
	linked := v.readsOfLinked()
	if len(linked) == 0 {
		return verdict(Vacuous, 0, v.end(), "no linked mailbox was read")
	}
	if bad, ids := firstWrong(linked, func(r read) bool { return !r.d.Answered }); len(bad) > 0 {
		return withReads(verdict(Broken, len(linked), bad[0].At, "%s of %s reads got no answer, the first at %s: %s",
			thousands(len(bad)), thousands(len(linked)), instant(bad[0].At), bad[0].d.Error), bad, ids)
	}
	if bad, ids := firstWrong(linked, func(r read) bool { return r.d.Took > readLimit }); len(bad) > 0 {
		return withReads(verdict(Broken, len(linked), bad[0].At, "%s of %s reads took longer than %s, the first %s",
			thousands(len(bad)), thousands(len(linked)), span(readLimit), span(bad[0].d.Took)), bad, ids)
	}
	return verdict(Held, len(linked), v.end(), "all %s reads were answered, none sent a request to the provider", thousands(len(linked)))
}

// readsTrue (C2, C4): the reference model accepts every answer.
func readsTrue(v *view) Verdict {
	reads := answered(v)
	if len(reads) == 0 {
		return verdict(Vacuous, 0, v.end(), "no read was answered")
	}
	if bad, ids := firstWrong(reads, func(r read) bool { return r.d.Wrong != "" }); len(bad) > 0 {
		return withReads(verdict(Broken, len(reads), bad[0].At, "%s of %s answers were wrong; the first, of %s at %s: %s",
			thousands(len(bad)), thousands(len(reads)), bad[0].d.Mailbox, instant(bad[0].At), bad[0].d.Wrong), bad, ids)
	}
	return verdict(Held, len(reads), v.end(), "all %s answers equal the provider's truth at an instant that they may speak of", thousands(len(reads)))
}

// staleSaySo: an answer that speaks of more than two polls ago says that it is
// old, and no other does. The instant that counts lies somewhere between
// question and answer, so that either is allowed while the border is crossed.
func staleSaySo(v *view) Verdict {
	if v.poll() <= 0 {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not say how often it polls")
	}
	reads := answered(v)
	if len(reads) == 0 {
		return verdict(Vacuous, 0, v.end(), "no read was answered")
	}
	limit := 2 * v.poll()
	if bad, ids := firstWrong(reads, func(r read) bool { return silentlyOld(r, limit) }); len(bad) > 0 {
		return withReads(verdict(Broken, len(reads), bad[0].At, "%s of %s answers were older than two polls (%s) and did not say so, the first at %s",
			thousands(len(bad)), thousands(len(reads)), span(limit), instant(bad[0].At)), bad, ids)
	}
	if bad, ids := firstWrong(reads, func(r read) bool { return r.d.Stale && r.At.Add(r.d.Took).Sub(r.d.AsOf) <= limit }); len(bad) > 0 {
		return withReads(verdict(Broken, len(reads), bad[0].At, "%s of %s answers called themselves old within two polls (%s), the first at %s",
			thousands(len(bad)), thousands(len(reads)), span(limit), instant(bad[0].At)), bad, ids)
	}
	old := 0
	for _, r := range reads {
		if r.d.Stale {
			old++
		}
	}
	return verdict(Held, len(reads), v.end(), "all %s answers say truly whether they are older than two polls (%s); %s are", thousands(len(reads)), span(limit), thousands(old))
}

func silentlyOld(r read, limit time.Duration) bool {
	return !r.d.Stale && r.At.Sub(r.d.AsOf) > limit
}

func nameCache(e *scenarios.ExpectCache) string { return e.Reads }

// expectCache: enough reads are answered, and stale answers say so.
func expectCache(v *view, e *scenarios.ExpectCache) Verdict {
	reads := v.readsOfLinked()
	if len(reads) == 0 {
		return verdict(Vacuous, 0, v.end(), "no linked mailbox was read")
	}
	bad, ids := firstWrong(reads, func(r read) bool { return !r.d.Answered })
	n := len(reads) - len(bad)
	figures := outOf(n, len(reads)) + " reads answered; expected at least " + bounds(scenarios.Bounds{Min: e.Share, Max: e.Share})
	if !(scenarios.Bounds{Min: e.Share, Max: 1}).Holds(shareOf(n, len(reads))) {
		return withReads(verdict(Broken, len(reads), bad[0].At, "%s", figures), bad, ids)
	}
	if e.StaleOnesSaySo {
		if v.poll() <= 0 {
			return verdict(NotApplicable, len(reads), v.end(), "%s; the system under test does not say how often it polls", figures)
		}
		bad, ids := firstWrong(answered(v), func(r read) bool { return silentlyOld(r, 2*v.poll()) })
		if len(bad) > 0 {
			return withReads(verdict(Broken, len(reads), bad[0].At, "%s; %s older than two polls did not say so", figures, plural(len(bad), "answer", "answers")), bad, ids)
		}
		figures += "; all older than two polls say so"
	}
	return verdict(Held, len(reads), v.end(), "%s", figures)
}
