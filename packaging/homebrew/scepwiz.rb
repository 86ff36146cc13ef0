# Not run: its syntax is checked, and the commands are those of the README. For a release, url and sha256 are those of the
# tarball in SHA256SUMS.
class Scepwiz < Formula
  desc "Terminal wizard for SCEP configuration profiles of Apple devices"
  homepage "https://example.org/scepwiz"
  url "https://example.org/scepwiz/scepwiz-0.1.0.tar.xz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "curl"
  depends_on "expat"
  depends_on "libplist"
  depends_on "libyaml"
  depends_on "ncurses"
  depends_on "openssl@3"

  def install
    # Homebrew keeps these apart from those of the system
    %w[ncurses expat curl openssl@3].each do |keg|
      ENV.prepend_path "PKG_CONFIG_PATH", Formula[keg].opt_lib/"pkgconfig"
    end
    system "./configure", "--with-curl", "--sysconfdir=#{etc}",
           "--with-bash-completion-dir=#{bash_completion}",
           "--with-zsh-completion-dir=#{zsh_completion}",
           "--with-fish-completion-dir=#{fish_completion}",
           *std_configure_args
    system "make", "install"
  end

  test do
    system bin/"scepwiz", "new", "office.yaml", "--no-edit", "--set", "url=https://scep.example.org/scep"
    system bin/"scepwiz", "check", "office.yaml"
    system bin/"scepwiz", "export", "office.yaml"
    assert_match "com.apple.security.scep", (testpath/"office.mobileconfig").read
  end
end
