/* The topics, one row each. To add one: a row here, in the plain English of the others. */
#include "cmd/topics.h"

#include <strings.h>

#include "base/xalloc.h"

const struct topic topics[] = {
	{ TOPIC_HOW_TO, "start", "How to make the first profile",
		"1. Make a draft: scepwiz new office. With --quick, scepwiz asks at most seven "
		"questions and fills in the rest.\n"
		"\n"
		"2. Enter accepts a value and goes to the next field. Most defaults are right. The "
		"URL is always needed, and most CAs need the challenge. Add the fingerprint if the "
		"URL begins with http.\n"
		"\n"
		"3. After the last field, Enter opens the review. It lists errors, warnings and "
		"notes, each with its fix.\n"
		"\n"
		"4. Export writes office.mobileconfig, once there are no errors. Upload that file to "
		"your MDM.\n" },
	{ TOPIC_HOW_TO, "thumbprint", "How to get the fingerprint from the CA",
		"Ask for the CA certificate as a file, not only for its hash (thumbprint): PEM, DER or .p7b. In "
		"the field Fingerprint, ^T lists such files. The chosen file's SHA-256 becomes the "
		"value. Without the wizard:\n"
		"\n"
		"    scepwiz set office fingerprint=@ca.cer\n"
		"\n"
		"The SCEP server itself sends the certificate, too. Ask it in a network that you "
		"trust, and compare the hash with what the CA's administrator tells you:\n"
		"\n"
		"    scepwiz ask office --fill\n"
		"\n"
		"Hex in any form, Base64, and the line that openssl prints are accepted:\n"
		"\n"
		"    openssl x509 -in ca.cer -noout -fingerprint -sha256\n"
		"\n"
		"It must be the hash of a certificate that the SCEP server returns. That need not be "
		"the root certificate, and it is never the certificate of a web server.\n" },
	{ TOPIC_HOW_TO, "trust", "How devices recognize the CA (diagram)",
		"    Root CA <---- Root certificate\n"
		"       |\n"
		"       | signs\n"
		"    +--|---- GetCACert returns -----+\n"
		"    |  v                            |\n"
		"    | Issuing CA <---- Fingerprint  |\n"
		"    |  |     |                      |\n"
		"    |  |     | signs                |\n"
		"    |  |     v                      |\n"
		"    |  |    RA, if there is one     |\n"
		"    +--|----------------------------+\n"
		"       | signs\n"
		"       v\n"
		"    Device\n"
		"\n"
		"Fingerprint: a device compares it with the certificates that the server returns to "
		"GetCACert, before it sends its request. So it is the hash of a CA certificate that the "
		"server returns, usually that of the issuing CA. The hash of the root is right only if "
		"the server returns the root, too.\n"
		"\n"
		"RA: if the server is not the CA itself, it has a certificate of its own, which must "
		"have been issued by the CA with the fingerprint.\n"
		"\n"
		"Root certificate: with it in the profile, devices trust what the CA issues. They do "
		"not keep the certificates that the server returns.\n"
		"\n"
		"What your server returns, and whether the fingerprint matches:\n"
		"\n"
		"    scepwiz ask office\n" },
	{ TOPIC_HOW_TO, "ipads", "How iPads get different subjects",
		"Only macOS replaces variables such as %SerialNumber%. An iPhone or iPad puts the "
		"text itself into its request. There are three ways:\n"
		"\n"
		"1. Your MDM's own variables, which the MDM replaces before it delivers the profile. "
		"In the subject, ^T offers them. In the field MDM, choose your MDM. scepwiz then "
		"accepts its variables, such as $SERIALNUMBER of Jamf Pro.\n"
		"\n"
		"2. The CA decides. Many CAs can replace the requested subject by a template, by the "
		"challenge, or by what a RADIUS server or a webhook knows. Enter any fixed subject.\n"
		"\n"
		"3. One shared subject, such as /O=Acme/CN=Acme iPad. Each device still has its own "
		"key and its own serial number of the certificate. That is enough if servers only "
		"check who issued it.\n" },
	{ TOPIC_HOW_TO, "platforms", "How to serve Macs and iPads",
		"A policy is for one platform, so make two drafts. The second one copies the values "
		"of the first, and gets its own identity:\n"
		"\n"
		"    scepwiz new ipads --from office --platform ios\n"
		"\n"
		"In the wizard, ^X and then i makes the iOS draft of a macOS draft.\n"
		"\n"
		"iOS has no extractable key and replaces no variables. The review shows what to "
		"change. Assign each policy to a group of devices of its platform.\n" },
	{ TOPIC_HOW_TO, "asking", "How to ask the SCEP server",
		"    scepwiz ask office\n"
		"\n"
		"In the wizard, ^T offers it in the fields URL, Name, Fingerprint and Root certificate. "
		"The answer of the server becomes the value if you choose it. What is wrong with it is "
		"shown at its field until URL, Name or the root certificate change, after a trial "
		"until any value of the profile does.\n"
		"\n"
		"The server is asked for its capabilities and certificates, as a device asks. You "
		"see what it answers, and what devices would make of it: whether the fingerprint "
		"matches, whether requests can be encrypted, what is too old. No secret is sent.\n"
		"\n"
		"With --fill, the fingerprint is written into the draft if it has none. Over plain "
		"http anyone may have answered, so compare it with what the CA's administrator "
		"says.\n"
		"\n"
		"If you cannot reach the server, somebody who can runs the command with --format "
		"json and sends you the output:\n"
		"\n"
		"    scepwiz check office --asked facts.json\n" },
	{ TOPIC_HOW_TO, "trial", "How to try the draft with the real CA",
		"    scepwiz enrol --trial office\n"
		"\n"
		"In the wizard, it is the row above Export in the review.\n"
		"\n"
		"The CA is asked for one real certificate, as a device would ask. First you see the "
		"CA, the subject and what becomes of the challenge, and only y goes on. Then you "
		"see what came: whether a device would take it, and what the CA dropped or "
		"changed.\n"
		"\n"
		"The certificate stays in the CA's books. Its serial number is shown, so that you "
		"can revoke it. Its key is thrown away. A one-time challenge is spent.\n"
		"\n"
		"A value such as SCEPWIZ-TRIAL-7F3A stands for %SerialNumber%. For a variable that "
		"only your directory or MDM knows, give one:\n"
		"\n"
		"    scepwiz enrol --trial office --value AD_Domain=ACME\n"
		"\n"
		"That this CA gave a certificate to this machine does not mean that each device will "
		"get one. Networks, proxies and inventories differ.\n" },
	{ TOPIC_HOW_TO, "signing", "How to sign the profile",
		"    scepwiz export office --sign signer.pem --key signer.key --chain chain.pem\n"
		"\n"
		"A signature tells devices who made the profile. It hides nothing. Certificates and "
		"key are PEM or DER, and the passphrase of a key is asked for. Most MDMs sign what "
		"they deliver, and JumpCloud and Jamf Pro refuse a profile that is signed already. "
		"So sign only what people install by hand, or if your MDM asks for it.\n" },
	{ TOPIC_HOW_TO, "uploading", "How to upload the profile",
		"The export writes a .mobileconfig file and says where. In your MDM, add a custom "
		"configuration profile (in JumpCloud: the MDM Custom Configuration Profile policy), "
		"upload the file, and assign it to the device groups and devices of the draft.\n"
		"\n"
		"Upload the same file again after a change. It has the same identifier, so it "
		"replaces the old profile.\n"
		"\n"
		"To fill in the SCEP Profiles policy by hand instead, print its values:\n"
		"\n"
		"    scepwiz show office --for jumpcloud\n"
		"\n"
		"The profile contains the challenge. Delete the file when the MDM has it.\n" },
	{ TOPIC_HOW_TO, "handover", "How to hand the profile over to an MDM",
		"    scepwiz export office --for jumpcloud\n"
		"\n"
		"It writes what the API or the tool of that MDM takes, and prints the next steps. "
		"scepwiz sends nothing and needs no key. It knows jumpcloud, fleet, iru, "
		"apple-business, intune, jamf, simplemdm, micromdm, nanomdm, and file for an "
		"installation by hand.\n"
		"\n"
		"The draft is checked for that MDM: what it may take for a variable, whether it "
		"changes the identifier, how large a profile may be. Device groups are written if "
		"there is a place for them. The others are printed, to be assigned by hand.\n"
		"\n"
		"For JumpCloud, the script scepwiz-publish-jumpcloud sends the file. It is among the "
		"installed examples, and --dry-run shows what it would send.\n" },
	{ TOPIC_HOW_TO, "exporting", "How to export",
		"In the review, Enter on Export or x writes the profile. In a field, use the menu: "
		"^X, then x. Errors block the export. Warnings and notes do not.\n"
		"\n"
		"The draft is saved first, because it holds the profile's identity. The file is "
		"office.mobileconfig beside the draft, or in the current folder for a draft of the "
		"drafts folder. Only you can read it. An earlier export of the same draft is "
		"overwritten, any other file only after y.\n"
		"\n"
		"    scepwiz export office -o /tmp/office.mobileconfig\n" },
	{ TOPIC_HOW_TO, "importing", "How to change an existing profile",
		"    scepwiz import vpn.mobileconfig\n"
		"    scepwiz edit vpn\n"
		"    scepwiz export vpn\n"
		"\n"
		"The profile may be XML or binary, signed or not. Its identity, its other payloads "
		"and unknown keys stay in the draft and come back with the export. Only a signature "
		"is lost.\n" },
	{ TOPIC_HOW_TO, "private", "How to keep the challenge private",
		"The challenge is in the draft in clear text. To keep it out, press ^T in the field "
		"and choose where it is: asked for at each export, in an environment variable, or in "
		"a password manager. Without the wizard:\n"
		"\n"
		"    scepwiz set office challenge=@prompt\n"
		"    scepwiz set office challenge=@env:SCEP_CHALLENGE\n"
		"    scepwiz set office \"challenge=@command:pass show scep\"\n"
		"\n"
		"Then the draft can be shared and committed. The exported profile always contains "
		"the challenge.\n" },
	{ TOPIC_HOW_TO, "recovering", "How to recover what was typed",
		"What you type is written to a recovery file before the next key is read. If scepwiz "
		"is killed or the connection drops, open the draft again. scepwiz says who left "
		"changes and when. Enter recovers them, s shows them one by one, d discards them.\n"
		"\n"
		"Changes that you discarded on leaving come back, too: open the draft again, and "
		"press M-_.\n"
		"\n"
		"Only a save (^O) is flushed to the disk. A power cut can take the last half "
		"minute.\n" },
	{ TOPIC_HOW_TO, "sessions", "What to do if a draft is open elsewhere",
		"scepwiz says who has the draft open, and since when. Enter only looks: you see the "
		"draft as it was last saved. t takes it over with what was typed there, and the other "
		"session ends. The session of another user cannot be taken over.\n"
		"\n"
		"If the file changes on disk while you edit, the next save compares both versions "
		"field by field. You choose which values to keep.\n" },
	{ TOPIC_HOW_TO, "commenting", "How to comment on a field",
		"M-c comments on the focused field, in the form and in the review. The comment has "
		"your name, the date, and a state: open or done. It is kept in the draft and never "
		"exported. If there is a comment, M-c marks it done, edits or deletes it, or adds "
		"another. SCEPWIZ_AUTHOR in the environment sets your name.\n"
		"\n"
		"    scepwiz comment office key_size \"2048, please\"\n"
		"    scepwiz comment office\n"
		"\n"
		"\"scepwiz check\" counts the open comments, and check --comments fails while there "
		"are any.\n" },
	{ TOPIC_HOW_TO, "accepting", "How to accept a warning",
		"In the review, a on a warning or a note accepts it, and asks for the reason. In a "
		"field, M-a does. The reason is kept in the draft, and the finding no longer counts. "
		"It is reported again if a value that it is about changes. An error cannot be "
		"accepted.\n"
		"\n"
		"    scepwiz accept office key-size-weak --reason \"old CA\"\n" },
	{ TOPIC_HOW_TO, "undoing", "How to undo",
		"^_ undoes and M-_ redoes, over the whole session. The focus moves to the field that "
		"changes. A paste is one step.\n"
		"\n"
		"^X, then u brings a field back to the value that was saved last. On the page of "
		"drafts, ^_ undoes a rename or a deletion. A deleted draft is kept for 30 days.\n" },
	{ TOPIC_HOW_TO, "plain", "How to work line by line (plain mode)",
		"For screen readers, serial consoles and transcripts, scepwiz can ask one question "
		"after the other, without colors and without moving the cursor:\n"
		"\n"
		"    scepwiz edit office --plain\n"
		"\n"
		"SCEPWIZ_PLAIN=1 in the environment makes it the default. The answers can come from "
		"a file.\n" },
	{ TOPIC_HOW_TO, "presets", "How to preset values for your organization",
		"A form file can preset values, lock them, and add texts of your own. Save it in the "
		"forms folder, ~/.config/scepwiz/forms, as acme.yaml:\n"
		"\n"
		"    scepwiz new office --form acme\n"
		"\n"
		"scepwiz-form(5) explains the file, and forms/acme.yaml in the source is an "
		"example.\n" },
	{ TOPIC_HOW_TO, "scripts", "How to use scepwiz in scripts and CI",
		"    scepwiz new office --no-edit --set url=https://ca.example.com/scep\n"
		"    scepwiz check *.yaml\n"
		"    scepwiz export office.yaml\n"
		"\n"
		"The exit status is 0 for success, 1 for findings, 2 for wrong usage, 3 for trouble "
		"with a file or the system. check, list, show and diff print JSON with "
		"--format json.\n" },
	{ TOPIC_HOW_TO, "display", "What to do if the screen looks wrong",
		"^L redraws it. --ascii draws lines with ASCII characters. NO_COLOR=1 in the "
		"environment turns colors off. Every mark is a character: * required and empty, ! "
		"error, ? warning, + filled and fine.\n"
		"\n"
		"A window of 80 by 24 shows everything. From 100 columns, a pane explains the "
		"field.\n" },

	{ TOPIC_WORD, "ca", "CA",
		"The certificate authority, which issues the certificates. Devices trust a "
		"certificate if they trust its CA.\n" },
	{ TOPIC_WORD, "challenge", "challenge",
		"The secret that a device sends with its request, so that the CA knows that it may "
		"have a certificate. For SCEP Profiles it must be static, the same for all devices.\n" },
	{ TOPIC_WORD, "draft", "draft",
		"The YAML file with your values. People can read and edit it, and it can be kept in "
		"git. It is not what you upload: that is the profile.\n" },
	{ TOPIC_WORD, "enrolment", "enrolment",
		"What a device does with the profile: it makes a key, sends a request to the SCEP "
		"server, and gets a certificate.\n" },
	{ TOPIC_WORD, "error", "error",
		"A finding that blocks the export, such as a missing URL. The wizard marks it with "
		"!.\n" },
	{ TOPIC_WORD, "field", "field", "A question of the form. Your answer is its value.\n" },
	{ TOPIC_WORD, "finding", "finding",
		"An error, a warning or a note. Each comes from a rule, which \"scepwiz rules RULE\" "
		"explains.\n" },
	{ TOPIC_WORD, "fix", "fix",
		"A change that scepwiz can make for you. In the wizard ^T shows it and asks. "
		"\"scepwiz check --fix\" makes the certain ones.\n" },
	{ TOPIC_WORD, "form", "form",
		"The questions. SCEP Profiles is built in. Your organization can have its own.\n" },
	{ TOPIC_WORD, "identity", "identity",
		"The identifier and the UUIDs of a profile. Devices replace a profile by one with the "
		"same identifier. So a draft keeps its identity, and a copy gets another one.\n" },
	{ TOPIC_WORD, "mdm", "MDM",
		"The system that manages devices and delivers the profile to them, such as JumpCloud, "
		"Jamf Pro or Intune.\n" },
	{ TOPIC_WORD, "note", "note", "A finding to know about. It blocks nothing.\n" },
	{ TOPIC_WORD, "payload", "payload",
		"A part of a profile with one task. SCEP Profiles makes a SCEP payload, and one for "
		"the root certificate if it is included.\n" },
	{ TOPIC_WORD, "policy", "policy",
		"What the MDM applies to devices: the SCEP Profiles policy as JumpCloud shows it, or "
		"a custom profile.\n" },
	{ TOPIC_WORD, "profile", "profile",
		"The exported file, NAME.mobileconfig: an Apple configuration profile, which you "
		"upload to your MDM.\n" },
	{ TOPIC_WORD, "ra", "RA",
		"A SCEP server that is not the CA itself. It has its own certificate, and passes "
		"requests on to the CA. NDES is one.\n" },
	{ TOPIC_WORD, "recovery-file", "recovery file",
		"What was typed and not saved, in a folder of your own (~/.local/state/scepwiz).\n" },
	{ TOPIC_WORD, "root-certificate", "root certificate",
		"The certificate of the topmost CA. With it in the profile, devices trust what the "
		"CA issues.\n" },
	{ TOPIC_WORD, "scep", "SCEP",
		"Simple Certificate Enrolment Protocol, RFC 8894: how a device requests a "
		"certificate over http.\n" },
	{ TOPIC_WORD, "value", "value", "What you entered in a field, or its default.\n" },
	{ TOPIC_WORD, "variable", "variable",
		"A word such as %SerialNumber% that macOS replaces on each Mac. Some MDMs have "
		"variables of their own. iOS replaces none.\n" },
	{ TOPIC_WORD, "warning", "warning",
		"A finding that may be wrong for devices or the CA. It does not block the export. "
		"The wizard marks it with ?.\n" },
};
const size_t topics_count = ARRAY_SIZE(topics);

const struct topic *
topic_find(const char *name)
{
	for (size_t i = 0; i < topics_count; i++)
		if (!strcasecmp(topics[i].name, name))
			return &topics[i];
	return NULL;
}
