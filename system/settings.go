package system

import (
	"fmt"
	"time"
)

// Settings of a running service. All of it may change while it runs.
type Settings struct {
	Sync          SyncSettings     `yaml:"sync,omitempty" json:"sync,omitzero"`
	Routing       RoutingSettings  `yaml:"routing,omitempty" json:"routing,omitzero"`
	Authorization Authorization    `yaml:"authorization,omitempty" json:"authorization,omitempty"` // that Outlook.com accounts are linked and relinked through: live | identity_platform
	Requests      RequestSettings  `yaml:"requests,omitempty" json:"requests,omitzero"`
	Relink        RelinkSettings   `yaml:"relink,omitempty" json:"relink,omitzero"`
	Alerting      AlertingSettings `yaml:"alerting,omitempty" json:"alerting,omitzero"`
}

// SyncSettings pace synchronisation.
type SyncSettings struct {
	Notifications bool `yaml:"notifications,omitempty" json:"notifications,omitempty"` // subscribe to changes beside polling
	// StoreMailboxID reads and stores the mailbox ID of an account whose authorization
	// does not tell it, after its first round and each renewal of its token; default:
	// no, as in 2022.
	StoreMailboxID bool     `yaml:"store_mailbox_id,omitempty" json:"store_mailbox_id,omitempty"`
	Poll           Duration `yaml:"poll,omitempty" json:"poll,omitzero"`            // between rounds of an account; default 15m
	Timeout        Duration `yaml:"timeout,omitempty" json:"timeout,omitzero"`      // of one request; default 30s
	Retries        *int     `yaml:"retries,omitempty" json:"retries,omitempty"`     // within a round of a healthy account; default 3
	PageSize       int      `yaml:"page_size,omitempty" json:"page_size,omitempty"` // events asked for per page; default 50
	Back           Duration `yaml:"back,omitempty" json:"back,omitzero"`            // of the window behind now; default 168h
	Ahead          Duration `yaml:"ahead,omitempty" json:"ahead,omitzero"`          // of the window before now; default 1440h
}

// RoutingSettings say which hint requests carry.
type RoutingSettings struct {
	Hint        Hint               `yaml:"hint,omitempty" json:"hint,omitempty"`               // none | email | mailbox_id; default none
	Remediation Remediation        `yaml:"remediation,omitempty" json:"remediation,omitempty"` // manual | assisted | auto: how far the system climbs the ladder none, email, mailbox_id, relink by itself; default manual
	Experiment  ExperimentSettings `yaml:"experiment,omitempty" json:"experiment,omitzero"`
}

// ExperimentSettings say how the next rung of the ladder is tried.
type ExperimentSettings struct {
	After   Duration `yaml:"after,omitempty" json:"after,omitzero"`      // how long accounts must have been failing; default 1h
	Pilots  int      `yaml:"pilots,omitempty" json:"pilots,omitempty"`   // failing accounts that try the rung; default 5
	Control int      `yaml:"control,omitempty" json:"control,omitempty"` // failing accounts that are left alone beside them; default 5
	Rounds  int      `yaml:"rounds,omitempty" json:"rounds,omitempty"`   // polls that pilots get; default 2. Those left alone get one more
	Again   Duration `yaml:"again,omitempty" json:"again,omitzero"`      // until a rung that did not help is tried once more; default 24h, or as long as an experiment lasts
}

// Lasts is how long an experiment goes on: until those left alone have had their
// last round.
func (e ExperimentSettings) Lasts(poll time.Duration) time.Duration {
	return time.Duration(e.Rounds+1) * poll
}

// RequestSettings change the make-up of requests: what a team tries when it does
// not know what the provider wants.
type RequestSettings struct {
	UserAgent  string `yaml:"user_agent,omitempty" json:"user_agent,omitempty"`   // default anchorage-sync/1.0
	Host       string `yaml:"host,omitempty" json:"host,omitempty"`               // of the older dialect; default outlook.office.com
	Prefer     string `yaml:"prefer,omitempty" json:"prefer,omitempty"`           // added to the Prefer header
	FreshToken bool   `yaml:"fresh_token,omitempty" json:"fresh_token,omitempty"` // refresh before each round
}

// RelinkSettings govern mails to owners.
type RelinkSettings struct {
	LinkLife Duration `yaml:"link_life,omitempty" json:"link_life,omitzero"` // default 168h
	From     string   `yaml:"from,omitempty" json:"from,omitempty"`          // sender; default sync@example.com
	// What follows is about mails that no operator ordered.
	PerHour int            `yaml:"per_hour,omitempty" json:"per_hour,omitempty"` // most mails in any hour; default 20
	Repeat  RepeatSettings `yaml:"repeat,omitempty" json:"repeat,omitzero"`      // reminders to owners who were asked and have not answered
}

// RepeatSettings pace reminders. They end when the account is well.
type RepeatSettings struct {
	After Duration `yaml:"after,omitempty" json:"after,omitzero"`  // since the mail before; default 48h
	Times int      `yaml:"times,omitempty" json:"times,omitempty"` // most reminders for one failure; default none
}

// AlertingSettings name the files under test. "default" is the system's own.
type AlertingSettings struct {
	Rules        string   `yaml:"rules,omitempty" json:"rules,omitempty"`               // Prometheus rule file; default "default"
	Alertmanager string   `yaml:"alertmanager,omitempty" json:"alertmanager,omitempty"` // Alertmanager configuration; default "default"
	Scrape       Duration `yaml:"scrape,omitempty" json:"scrape,omitzero"`              // default 1m
}

// WithDefaults fills what is not set.
func (s Settings) WithDefaults() Settings {
	set := func(d *Duration, v time.Duration) {
		if *d == 0 {
			*d = Duration(v)
		}
	}
	set(&s.Sync.Poll, 15*time.Minute)
	set(&s.Sync.Timeout, 30*time.Second)
	set(&s.Sync.Back, 7*24*time.Hour)
	set(&s.Sync.Ahead, 60*24*time.Hour)
	set(&s.Relink.LinkLife, 7*24*time.Hour)
	set(&s.Relink.Repeat.After, 48*time.Hour)
	set(&s.Routing.Experiment.After, time.Hour)
	set(&s.Alerting.Scrape, time.Minute)
	number := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	if s.Sync.Retries == nil {
		three := 3
		s.Sync.Retries = &three
	}
	number(&s.Sync.PageSize, 50)
	number(&s.Routing.Experiment.Pilots, 5)
	number(&s.Routing.Experiment.Control, 5)
	number(&s.Routing.Experiment.Rounds, 2)
	number(&s.Relink.PerHour, 20)
	set(&s.Routing.Experiment.Again, max(24*time.Hour, s.Routing.Experiment.Lasts(s.Sync.Poll.D())))
	text := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	if s.Routing.Hint == "" {
		s.Routing.Hint = HintNone
	}
	if s.Authorization == "" {
		s.Authorization = Live
	}
	if s.Routing.Remediation == "" {
		s.Routing.Remediation = RemediationManual
	}
	text(&s.Requests.UserAgent, "anchorage-sync/1.0")
	text(&s.Requests.Host, "outlook.office.com")
	text(&s.Relink.From, "sync@example.com")
	text(&s.Alerting.Rules, "default")
	text(&s.Alerting.Alertmanager, "default")
	return s
}

// EnabledFor is the authorization that accounts of a provider are linked through.
func (s Settings) EnabledFor(p Provider) Authorization {
	if p == Microsoft365 {
		return IdentityPlatform
	}
	return s.Authorization
}

// Duration is a Go duration in text ("15m"), in whole milliseconds.
type Duration time.Duration

// D is the value as a time.Duration.
func (d Duration) D() time.Duration { return time.Duration(d) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil {
		return fmt.Errorf("%q is not a duration; expected a number with a unit, as 90s or 15m", b)
	}
	if v <= 0 || v%time.Millisecond != 0 {
		return fmt.Errorf("the duration %s is not a positive number of milliseconds; expected 1ms or more", b)
	}
	*d = Duration(v)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// Values lists all hints, for schemas.
func (Hint) Values() []string {
	return []string{string(HintNone), string(HintEmail), string(HintMailboxID)}
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hint) UnmarshalText(b []byte) error {
	switch v := Hint(b); v {
	case HintNone, HintEmail, HintMailboxID:
		*h = v
		return nil
	}
	return fmt.Errorf("%q is not a routing hint; expected none, email or mailbox_id", b)
}

// Values lists all authorizations, for schemas.
func (Authorization) Values() []string { return []string{string(Live), string(IdentityPlatform)} }

// UnmarshalText implements encoding.TextUnmarshaler.
func (a *Authorization) UnmarshalText(b []byte) error {
	switch v := Authorization(b); v {
	case Live, IdentityPlatform:
		*a = v
		return nil
	}
	return fmt.Errorf("%q is not an authorization; expected live or identity_platform", b)
}
