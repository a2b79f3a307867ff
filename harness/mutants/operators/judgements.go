package operators

// Judgement is what somebody found who looked at a survivor.
type Judgement struct {
	Site   string // its key
	Change string // as it was then: a site whose change reads otherwise is another one
	// Equivalent: no run of the system can tell the change. Otherwise a promise or a
	// test is missing.
	Equivalent bool
	Why        string
}

// Judgements of survivors. One that something notices by now may stay.
func Judgements() []Judgement {
	return nil
}
