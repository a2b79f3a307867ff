package mailbox

// Providers of the simulated world.
const (
	OutlookCom   = "outlook.com"  // consumer mailboxes
	Microsoft365 = "microsoft365" // work and school mailboxes
)

// Authorizations: the identity system that an account is linked through.
const (
	Live             = "live"              // Live Connect, login.live.com: opaque tokens, no id_token
	IdentityPlatform = "identity_platform" // identity platform v2.0, login.microsoftonline.com
)

// Kinds of address. They are attributes of a mailbox, not its fate: whether a
// request reaches it follows from Directory alone.
const (
	Standard     = "standard"      // the owner signs in with the mailbox address, hosted by the provider
	CustomDomain = "custom_domain" // the owner uses an address of a domain of their own
	OtherSignIn  = "other_sign_in" // the owner signs in with an outside address, not a custom domain
)

// Spec is the identity of one mailbox: what the fleet's generator decided about
// it before the world began. It does not change.
type Spec struct {
	ID            string   `json:"id"`            // name in the world, as "outlook-0001"
	Fleet         string   `json:"fleet"`         // fleet of the scenario file that it belongs to
	Provider      string   `json:"provider"`      // OutlookCom or Microsoft365
	Authorization string   `json:"authorization"` // Live or IdentityPlatform: how the account is linked at first
	AddressKind   string   `json:"address"`       // Standard, CustomDomain or OtherSignIn
	SignIn        string   `json:"sign_in"`       // address that the owner types at the sign-in page; all that a client knows
	Address       string   `json:"mailbox"`       // address of the mailbox itself (owner and organizer in events)
	Directory     []string `json:"directory"`     // addresses that the front door can resolve to this mailbox
	TimeZone      string   `json:"time_zone"`     // IANA name, the owner's

	// Identifiers (provider contract, section 2.1). One consumer has three that
	// are unrelated numerically; they are not to be unified.
	CID         string `json:"-"` // 16 lowercase hex; Graph /me.id of a consumer
	PUID        string `json:"-"` // 16 upper hex
	OID         string `json:"-"` // oid claim
	TID         string `json:"-"` // tid claim: tenant of the identity
	MailboxGUID string `json:"-"` // for consumers the PUID in GUID form
}
