package mailbox

import "time"

// Grant is what an access token stands for.
type Grant struct {
	Mailbox  string    // Spec.ID of the owner
	Kind     string    // Live or IdentityPlatform
	Audience string    // host of the API that it is for, as "outlook.office.com"
	Scopes   []string  // lower case, without the host
	Expires  time.Time // first instant at which it is refused
}
