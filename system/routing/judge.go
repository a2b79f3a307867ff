package routing

import (
	"slices"
	"time"

	"anchorage/system"
)

// tally is how the accounts of one side of an experiment fared since its start.
type tally struct {
	tried  int // had a round
	healed int // had one that succeeded
	wrong  int // were told that the hint leads to another mailbox
}

// verdict decides an experiment by its pilots and, a round later, by those left
// alone. They get more time, so that a recovery which pilots show by chance of
// their phase shows with the others as well: then nothing is promoted.
func verdict(pilots, control tally) system.ExperimentResult {
	switch {
	case pilots.tried == 0:
		return system.ExperimentTooFew
	case 2*pilots.wrong > pilots.tried || 2*pilots.healed*control.tried < control.healed*pilots.tried:
		return system.ExperimentHarmed
	case 2*pilots.healed < pilots.tried:
		return system.ExperimentNoHelp
	case control.tried == 0:
		return system.ExperimentTooFew
	case 2*control.healed*pilots.tried >= pilots.healed*control.tried:
		return system.ExperimentRecovered
	}
	return system.ExperimentPromoted
}

// sight is what is seen of the world when an experiment is looked at.
type sight struct {
	now      time.Time
	settings system.Settings // with defaults
	enabled  func(system.Provider) system.Authorization
	account  func(system.AccountID) (system.Account, bool) // of those who take part
}

// judge brings a running experiment up to date. It is a pure function.
func (s sight) judge(e system.Experiment) system.Experiment {
	switch {
	case s.overtaken(e):
		return s.ended(e, system.ExperimentOvertaken)
	case e.To == system.HintRelink:
		return s.judgeRelink(e)
	}
	pilots := s.tally(e, e.Pilots, e.To)
	switch {
	case 2*pilots.wrong > pilots.tried: // no need to wait
		e.Healed = s.healed(e, e.To)
		return s.ended(e, system.ExperimentHarmed)
	case e.ReadAt.IsZero() && s.now.Before(s.readAt(e)):
		return e
	case e.ReadAt.IsZero():
		e.ReadAt, e.Healed = s.now, s.healed(e, e.To)
	}
	pilots.healed = len(e.Healed) // by the time they were read
	result := verdict(pilots, s.tally(e, e.Control, ""))
	if result == system.ExperimentPromoted && s.now.Before(s.decideAt(e)) {
		return e // those left alone get one round more
	}
	return s.ended(e, result)
}

func (s sight) ended(e system.Experiment, result system.ExperimentResult) system.Experiment {
	if result == system.ExperimentPromoted && e.To != system.HintRelink && s.settings.Routing.Remediation == system.RemediationAssisted {
		result = system.ExperimentOffered
	}
	if result == system.ExperimentRecovered || result == system.ExperimentHarmed && s.tally(e, e.Control, "").healed > 0 {
		e.Healed = nil // what they sent before does as well
	}
	e.EndedAt, e.Result = s.now, result
	return e
}

// overtaken: what is configured no longer leaves anything to find out.
func (s sight) overtaken(e system.Experiment) bool {
	if s.settings.Routing.Remediation == system.RemediationManual {
		return true
	}
	if e.To == system.HintRelink {
		return s.enabled(e.Group.Provider) != e.Into || s.settings.Routing.Remediation != system.RemediationAuto
	}
	return rank(s.settings.Routing.Hint) >= rank(e.To)
}

// grace is how long after the end of a poll its rounds are over.
const grace = time.Minute

func (s sight) readAt(e system.Experiment) time.Time {
	return e.StartedAt.Add(time.Duration(s.settings.Routing.Experiment.Rounds)*s.settings.Sync.Poll.D() + grace)
}

func (s sight) decideAt(e system.Experiment) time.Time {
	return e.ReadAt.Add(s.settings.Sync.Poll.D() + grace)
}

// tally counts how accounts fared. With a rung, only what was sent on it counts.
func (s sight) tally(e system.Experiment, ids []system.AccountID, on system.Hint) tally {
	var t tally
	for _, id := range ids {
		a, known := s.account(id)
		if !known || !a.LastAttempt.After(e.StartedAt) {
			continue
		}
		passed := a.AsOf.After(e.StartedAt)
		if passed && on != "" && rank(a.Hint) < rank(on) {
			continue // it was well before it could try
		}
		t.tried++
		if passed {
			t.healed++
		} else if wrongHint(a.LastError) {
			t.wrong++
		}
	}
	return t
}

// healed lists the pilots that a rung has healed.
func (s sight) healed(e system.Experiment, on system.Hint) []system.AccountID {
	return slices.DeleteFunc(slices.Clone(e.Pilots), func(id system.AccountID) bool {
		return s.tally(e, []system.AccountID{id}, on).healed == 0
	})
}

// judgeRelink: one pilot that has linked anew and is well with the mailbox id, which that
// has told, proves it; one that is well without was well before its owner linked. Owners
// may take days to answer, so there is no end to the time that they are given.
func (s sight) judgeRelink(e system.Experiment) system.Experiment {
	failing := 0
	for _, id := range e.Pilots {
		a, known := s.account(id)
		switch {
		case !known:
		case a.State == system.StateHealthy && a.Authorization == e.Into && a.AsOf.After(e.StartedAt) && rank(a.Hint) >= rank(system.HintMailboxID):
			e.Healed = append(slices.Clip(e.Healed), id)
		case a.State != system.StateHealthy:
			failing++
		}
	}
	switch {
	case len(e.Healed) > 0:
		e.ReadAt = s.now
		return s.ended(e, system.ExperimentPromoted)
	case failing == 0:
		return s.ended(e, system.ExperimentRecovered)
	}
	return e
}

// wrongHint: the provider's word that a hint is not this mailbox's (provider
// contract 1).
func wrongHint(c system.Code) bool {
	return c == "ErrorIncorrectRoutingHint" || c == "MailboxInfoStale"
}
